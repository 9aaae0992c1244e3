/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double[] SCORES = {9, 1, 2, 8, 3, 7};

  @Test
  void shouldCountVerdictsAboveTheThreshold() {
    BitSet anomalous = new BitSet();
    anomalous.set(0);
    anomalous.set(4);
    assertThat(Metrics.of(SCORES, Optional.of(anomalous), 7, 0, 6))
        .containsOnly(
            entry("rows", 6.0),
            entry("alarms", 2.0),
            entry("alarm_rate", 2.0 / 6),
            entry("anomalies", 2.0),
            entry("auroc", 6.0 / 8),
            entry("average_precision", (1 + 2.0 / 4) / 2),
            entry("precision", 0.5),
            entry("recall", 0.5),
            entry("f1", 0.5),
            entry("false_alarm_rate", 0.25));
  }

  @Test
  void shouldCountAlarmsAloneWithoutLabels() {
    assertThat(Metrics.of(SCORES, Optional.empty(), 7.5, 1, 5))
        .containsOnly(entry("rows", 4.0), entry("alarms", 1.0), entry("alarm_rate", 0.25));
  }

  @Test
  void shouldLeaveOutWhatOneKindOfRowCannotTell() {
    assertThat(Metrics.of(SCORES, Optional.of(new BitSet()), 10, 0, 6))
        .containsOnly(
            entry("rows", 6.0),
            entry("alarms", 0.0),
            entry("alarm_rate", 0.0),
            entry("anomalies", 0.0),
            entry("false_alarm_rate", 0.0));
  }
}
