/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.stream.models.ServingModel;
import java.time.Duration;

/** The thresholds in force, per key. For one task. */
interface KeyThresholds {

  /**
   * The score above which the key's next event is anomalous.
   *
   * @param time of that event, epoch milliseconds
   */
  double threshold(String key, ServingModel model, long time);

  /** The accepted alerts per event of the key last asked for. */
  double rate();

  /**
   * Learns from an event after its verdict.
   *
   * @param alert whether it raised an alert
   * @param frozen whether an incident covers it
   */
  default void learn(String key, double score, boolean alert, boolean frozen) {}

  /** Forgets keys that were silent for longer, in the next stretch of what is kept. */
  default void forgetIdle(Duration idle, EventClock clock, long wall) {}
}
