/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchLimitTest {
  private static final long MILLI = 1_000_000;
  private final BatchLimit limit = new BatchLimit(512, Duration.ofMillis(100));

  @Test
  void shouldGrowToCapacityWhileRunsAreQuick() {
    for (int run = 0; run < 10; run++) {
      assertThat(limit.ran(limit.rows(), MILLI)).isFalse();
    }

    assertThat(limit.rows()).isEqualTo(512);
  }

  @Test
  void shouldNotGrowByRunsThatWereNotFull() {
    assertThat(limit.ran(1, 1)).isFalse();

    assertThat(limit.rows()).isEqualTo(16);
  }

  @Test
  void shouldShrinkToWhatFitsWhenModelIsSlow() {
    assertThat(limit.ran(16, 800 * MILLI)).isTrue();

    assertThat(limit.rows()).isEqualTo(2);
  }

  @Test
  void shouldScoreOneByOneWhenOneIsTooSlow() {
    assertThat(limit.ran(16, 60_000 * MILLI)).isTrue();
    assertThat(limit.ran(1, 4_000 * MILLI)).isFalse();

    assertThat(limit.rows()).isEqualTo(1);
  }

  @Test
  void shouldNotExceedSmallCapacity() {
    assertThat(new BatchLimit(3, Duration.ofMillis(100)).rows()).isEqualTo(3);
  }
}
