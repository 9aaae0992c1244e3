/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench verdicts}: what an operator is told of simulated pumps, through the real stream. */
package io.reconstream.bench.verdicts;
