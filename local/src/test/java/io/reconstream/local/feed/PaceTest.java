/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final SteppedClock clock = new SteppedClock();

  /** Time that passes only in pauses, which last longer than asked for. */
  private static final class SteppedClock implements Pace.Clock {
    private long now = 1_000;
    private long pauses;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void pause(long nanos) {
      now += nanos + 60_000;
      pauses++;
    }
  }

  @Test
  void shouldKeepTheRateAlthoughPausesAreTooLong() {
    Pace pace = new Pace(250, clock);

    for (int i = 0; i < 1_001; i++) {
      pace.await();
    }

    assertThat(clock.now / 1e9).isBetween(4.0, 4.001);
  }

  @Test
  void shouldNotPauseForEachEventAtAHighRate() {
    Pace pace = new Pace(100_000, clock);

    for (int i = 0; i < 100_001; i++) {
      pace.await();
    }

    assertThat(clock.now / 1e9).isBetween(0.999, 1.001);
    assertThat(clock.pauses).isLessThan(2_000);
  }

  @Test
  void shouldCatchUpAfterADelay() {
    Pace pace = new Pace(1_000, clock);
    pace.await();
    clock.now += 2_000_000_000L;

    for (int i = 0; i < 1_000; i++) {
      pace.await();
    }

    assertThat(clock.pauses).isZero();
  }

  @Test
  void shouldNeverPauseWithoutARate() {
    Pace pace = new Pace(0, clock);

    for (int i = 0; i < 1_000; i++) {
      pace.await();
    }

    assertThat(clock.pauses).isZero();
  }
}
