/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void shouldCountAfterTwoFifthsOfWhatDoesNotLast() {
    assertThat(Measurement.enough(1_850_000, 1_000_000, 5)).isEqualTo(740_000);
    assertThat(Measurement.enough(62_000, Double.MAX_VALUE, 5)).isEqualTo(24_800);
  }

  @Test
  void shouldLeaveWhatIsToBeMeasuredAndALookMore() {
    assertThat(Measurement.enough(40_000_000, 1_000_000, 3)).isEqualTo(35_000_000);
    assertThat(Measurement.enough(Integer.MAX_VALUE, 80_000, 3)).isEqualTo(2_147_083_647);
  }
}
