/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.time.Duration;

/**
 * Bounds of one run of the model.
 *
 * @param maxRows rows at most
 * @param batchTime what it should take at most; batches shrink to that
 */
public record ScoringLimits(int maxRows, Duration batchTime) {

  /**
   * A tenth of the time in which the broker expects the next poll, and never more than 100 ms, so
   * that commits are not late either.
   */
  public static ScoringLimits of(int maxRows, Duration maxPollInterval) {
    Duration tenth = maxPollInterval.dividedBy(10);
    Duration most = Duration.ofMillis(100);
    return new ScoringLimits(maxRows, tenth.compareTo(most) < 0 ? tenth : most);
  }
}
