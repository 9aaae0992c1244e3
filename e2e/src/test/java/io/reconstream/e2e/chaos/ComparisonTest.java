/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.e2e.chaos.Output.Entry;
import io.reconstream.e2e.chaos.Output.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find. */
class ComparisonTest {
  private static final Entry WARM_UP = new Entry(Kind.NOT_READY, "0@0", Double.NaN);
  private static final Entry SCORE = new Entry(Kind.SCORE, "0@1", 2);
  private static final Entry ODD_SCORE = new Entry(Kind.SCORE, "0@2", 9);
  private static final Entry ALERT = new Entry(Kind.ALERT, "0@2", "id-2", 9);
  private static final Entry LETTER = new Entry(Kind.DEAD_LETTER, "0@3", Double.NaN);
  private static final Output EXPECTED =
      new Output(List.of(WARM_UP, SCORE, ODD_SCORE, ALERT, LETTER));

  @Test
  void shouldHoldWhenNothingDiffers() {
    assertThat(Comparison.exact(EXPECTED, EXPECTED).holds()).isTrue();
  }

  @Test
  void shouldFindWhatIsLostDoubledOrOtherwise() {
    Comparison comparison =
        Comparison.exact(
            EXPECTED, new Output(List.of(WARM_UP, new Entry(Kind.SCORE, "0@1", 3), ALERT, ALERT)));

    assertThat(comparison.lost()).as("a score and a dead letter").isEqualTo(2);
    assertThat(comparison.doubled()).as("the alert").isEqualTo(1);
    assertThat(comparison.differing()).isEqualTo(1);
    assertThat(comparison.examples())
        .contains("ALERT of 0@2: expected 1, found 2", "SCORE of 0@1: expected 2.0, found 3.0");
  }

  @Test
  void shouldSeeTwoIdsOfOneAlertAsDoubled() {
    Output other = with(new Entry(Kind.ALERT, "0@2", "another id", 9));

    assertThat(Comparison.exact(EXPECTED, other.deduplicated()).doubled()).isEqualTo(1);
  }

  @Test
  void shouldSeeScoredEventThatIsNotReadyWhenProcessedAgain() {
    Output other = with(new Entry(Kind.NOT_READY, "0@2", Double.NaN));

    assertThat(Comparison.exact(EXPECTED, other.deduplicated()).doubled()).isEqualTo(1);
  }

  @Test
  void shouldSeeThatAnAlertOfAScoredEventIsMissing() {
    Output silent = new Output(List.of(WARM_UP, SCORE, ODD_SCORE, LETTER, LETTER));

    Comparison comparison = Comparison.exact(EXPECTED, silent.deduplicated());

    assertThat(comparison.lost()).isEqualTo(1);
    assertThat(comparison.doubled()).isZero();
    assertThat(comparison.differing()).isZero();
  }

  @Test
  void shouldFindAnEventWithoutAnyOutcomeAndAnotherScoreOfAWindow() {
    Output broken =
        new Output(List.of(WARM_UP, new Entry(Kind.SCORE, "0@1", 2.5), ODD_SCORE, ALERT));

    Comparison comparison = Comparison.exact(EXPECTED, broken.deduplicated());

    assertThat(comparison.lost()).as("the dead letter's event").isEqualTo(1);
    assertThat(comparison.differing()).isEqualTo(1);
  }

  private static Output with(Entry more) {
    List<Entry> entries = new ArrayList<>(EXPECTED.entries());
    entries.add(more);
    return new Output(entries);
  }
}
