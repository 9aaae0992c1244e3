/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.Map;

/** The {@code processing.guarantee} of an application, and how soon it commits. */
enum Guarantee {
  EXACTLY_ONCE("exactly_once_v2", "100"),
  /** Kafka Streams' own 30 s would only make rounds longer. */
  AT_LEAST_ONCE("at_least_once", "1000");

  private final String value;
  private final String commitMillis;

  Guarantee(String value, String commitMillis) {
    this.value = value;
    this.commitMillis = commitMillis;
  }

  Map<String, String> settings() {
    return Map.of("processing.guarantee", value, "kafka.commit.interval.ms", commitMillis);
  }
}
