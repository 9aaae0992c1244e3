/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench train}: seconds per epoch beside a bare loop and a peer. */
package io.reconstream.bench.train;
