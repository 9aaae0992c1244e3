/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the app counts and measures: every meter is declared in {@link
 * io.reconstream.stream.metrics.StreamMeter}.
 */
package io.reconstream.stream.metrics;
