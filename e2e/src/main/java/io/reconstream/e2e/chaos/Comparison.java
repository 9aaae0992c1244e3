/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.e2e.chaos.Output.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A disturbed application's output beside that of an undisturbed one.
 *
 * @param lost records that should be there and are not
 * @param doubled records that are there and should not be
 * @param differing records with another score
 * @param examples of what is lost, doubled or differs, in words; a few
 */
record Comparison(long lost, long doubled, long differing, List<String> examples) {

  /** The largest difference of two scores of one event: batches of other sizes round otherwise. */
  private static final double SCORE_TOLERANCE = 1e-5;

  private static final int EXAMPLES = 5;

  Comparison {
    examples = List.copyOf(examples);
  }

  boolean holds() {
    return lost == 0 && doubled == 0 && differing == 0;
  }

  /** Every record as often as expected, and no other. */
  static Comparison exact(Output expected, Output actual) {
    Tally tally = new Tally();
    Map<String, List<Entry>> found = actual.byIdentity();
    expected
        .byIdentity()
        .forEach(
            (identity, wanted) -> {
              List<Entry> there = found.getOrDefault(identity, List.of());
              tally.count(identity, wanted.size(), there.size());
              if (!there.isEmpty()) {
                tally.compare(identity, wanted.get(0), there.get(0));
              }
              found.remove(identity);
            });
    found.forEach((identity, entries) -> tally.count(identity, 0, entries.size()));
    return tally.result();
  }

  private static final class Tally {
    private long lost;
    private long doubled;
    private long differing;
    private final List<String> examples = new ArrayList<>();

    void count(String what, int expected, int found) {
      lost += Math.max(0, expected - found);
      doubled += Math.max(0, found - expected);
      if (expected != found) {
        example("%s: expected %d, found %d".formatted(what, expected, found));
      }
    }

    void compare(String what, Entry expected, Entry found) {
      if (!close(expected.score(), found.score())) {
        differing++;
        example("%s: expected %s, found %s".formatted(what, expected.score(), found.score()));
      }
    }

    private void example(String text) {
      if (examples.size() < EXAMPLES) {
        examples.add(text);
      }
    }

    Comparison result() {
      return new Comparison(lost, doubled, differing, examples);
    }

    private static boolean close(double expected, double actual) {
      return Double.compare(expected, actual) == 0
          || Math.abs(expected - actual) <= SCORE_TOLERANCE * Math.max(1, Math.abs(expected));
    }
  }
}
