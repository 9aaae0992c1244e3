/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

/**
 * The events in a scored window.
 *
 * @param start event time of the oldest, epoch milliseconds
 * @param end event time of the newest
 * @param rows how many there are; fewer than T while a key's first row stands in for earlier ones
 */
public record WindowStretch(long start, long end, int rows) {}
