/* SPDX-License-Identifier: Apache-2.0 */
/**
 * {@code bench soak}: the product at half of its capacity for a long time, started again and again.
 */
package io.reconstream.bench.soak;
