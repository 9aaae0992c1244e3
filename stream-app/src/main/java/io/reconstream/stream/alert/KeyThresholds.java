/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.stream.models.ServingModel;

/** The thresholds in force, per key. For one task. */
interface KeyThresholds {

  /** The score above which the key's next event is anomalous. */
  double threshold(String key, ServingModel model);

  /**
   * Learns from an event after its verdict.
   *
   * @param alert whether it raised an alert
   * @param frozen whether an incident covers it
   */
  default void learn(String key, double score, boolean alert, boolean frozen) {}
}
