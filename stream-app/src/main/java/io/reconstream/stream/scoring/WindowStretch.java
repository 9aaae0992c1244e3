/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.List;

/**
 * The events in a scored window.
 *
 * @param start event time of the oldest, epoch milliseconds
 * @param end event time of the newest
 * @param rows how many there are; fewer than T while a key's first row stands in for earlier ones
 * @param times event time of each of the T rows, oldest first; repeated where a row is
 */
public record WindowStretch(long start, long end, int rows, List<Long> times) {}
