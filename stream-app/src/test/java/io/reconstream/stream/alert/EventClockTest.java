/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventClockTest {

  @Test
  void shouldCountTimeOfEventsAndThenOfTheWall() {
    EventClock clock = new EventClock(500);
    clock.event(1_000, 600);

    assertThat(clock.silence(400, 600)).isEqualTo(600);
    assertThat(clock.silence(400, 650)).isEqualTo(650);
  }

  @Test
  void shouldNotCountBackwardsWhenTheWallClockIsSetBack() {
    EventClock clock = new EventClock(10_000);
    clock.event(1_000, 10_000);

    assertThat(clock.silence(400, 2_000)).isEqualTo(600);

    clock.event(1_100, 2_050);
    assertThat(clock.silence(400, 2_060)).as("goes on from the new time").isEqualTo(710);
  }

  @Test
  void shouldNotGoBackWhenAnEventIsOlder() {
    EventClock clock = new EventClock(0);
    clock.event(1_000, 0);
    clock.event(10, 0);

    assertThat(clock.silence(400, 0)).isEqualTo(600);
  }
}
