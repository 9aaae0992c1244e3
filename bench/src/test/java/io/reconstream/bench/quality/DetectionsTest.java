/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionsTest {

  @Test
  void shouldHoldWhatIsToldAgainstFaults() {
    BitSet faulty = new BitSet();
    faulty.set(10, 20);
    faulty.set(40, 50);
    faulty.set(70, 80);
    List<Stretch> told =
        List.of(new Stretch(0, 3), new Stretch(14, 22), new Stretch(25, 26), new Stretch(65, 71));

    Detections detections = Detections.of(told, faulty, 100);

    assertThat(detections.faults()).isEqualTo(3);
    assertThat(detections.detected()).isEqualTo(2);
    assertThat(detections.told()).isEqualTo(4);
    assertThat(detections.falsely()).isEqualTo(2);
    assertThat(detections.delays()).containsExactly(4, 0);
    assertThat(detections.medianDelay()).isEqualTo(2);
    assertThat(detections.rows().found()).isEqualTo(6 + 2);
    assertThat(detections.rows().falseAlarms()).isEqualTo(4 + 3 + 2 + 5);
  }

  @Test
  void shouldAddUpSeries() {
    BitSet faulty = new BitSet();
    faulty.set(5);
    Detections one = Detections.of(List.of(new Stretch(5, 5)), faulty, 10);
    Detections other = Detections.of(List.of(), faulty, 10);

    Detections both = one.plus(other);

    assertThat(both.faults()).isEqualTo(2);
    assertThat(both.detected()).isOne();
    assertThat(both.longestDelay()).isZero();
    assertThat(both.rows().recall()).isEqualTo(0.5);
    assertThat(other.medianDelay()).isNull();
  }

  @Test
  void shouldCountAStretchFromARowOn() {
    assertThat(new Stretch(3, 8).from(5)).isEqualTo(new Stretch(0, 3));
    assertThat(new Stretch(7, 8).from(5)).isEqualTo(new Stretch(2, 3));
    assertThat(new Stretch(3, 4).from(5)).isNull();
  }
}
