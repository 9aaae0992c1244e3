/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Mutated bundles, configurations and data files: each is used or refused in words. The amounts are
 * small unless {@code -Dreconstream.fuzz=100} multiplies them, see {@code docs/fuzzing.md}.
 */
package io.reconstream.e2e.fuzz;
