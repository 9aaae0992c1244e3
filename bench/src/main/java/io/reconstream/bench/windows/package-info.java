/* SPDX-License-Identifier: Apache-2.0 */
/**
 * {@code bench windows}: what windows per key cost, and how long their state takes to come back.
 */
package io.reconstream.bench.windows;
