/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks: Reconstream beside its peers and its floor, side by side in one run. */
package io.reconstream.bench;
