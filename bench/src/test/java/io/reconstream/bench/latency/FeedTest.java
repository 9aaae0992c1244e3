/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedTest {
  private static final long BEGIN = 1_000;
  private static final long SECOND = 1_000_000_000;

  @Test
  void shouldSendEachEventInItsOwnInterval() {
    Feed feed = new Feed(100, 2, 1, 0, 1, 7);

    for (long i = 0; i < feed.events(); i++) {
      assertThat(feed.due(BEGIN, i) - BEGIN).isBetween(i * SECOND / 2, (i + 1) * SECOND / 2);
    }
  }

  @Test
  void shouldHaveEventsInTurnWithAnotherFeed() {
    Feed first = new Feed(100, 1, 1, 0, 2, 1);
    Feed second = new Feed(100, 1, 1, 1, 2, 2);

    for (long i = 0; i < 99; i++) {
      assertThat(second.due(BEGIN, i)).isBetween(first.due(BEGIN, i), first.due(BEGIN, i + 1));
    }
  }

  @Test
  void shouldDrawOtherMomentsWithAnotherSeed() {
    Feed feed = new Feed(100, 1, 1, 0, 1, 1);
    Feed other = new Feed(100, 1, 1, 0, 1, 1_000_000);

    assertThat(other.due(BEGIN, 3)).isNotEqualTo(feed.due(BEGIN, 3));
  }
}
