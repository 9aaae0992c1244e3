/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an application wrote, committed: one entry a record.
 *
 * @param kind scored, alert or dead letter
 */
record Output(List<Entry> entries) {

  /** The largest difference of two scores of one event: batches of other sizes round otherwise. */
  private static final double SCORE_TOLERANCE = 1e-5;

  enum Kind {
    SCORE,
    ALERT,
    DEAD_LETTER
  }

  /**
   * One record.
   *
   * @param source the event's partition and offset, {@code 2@17}
   * @param score NaN for a dead letter
   */
  record Entry(Kind kind, String source, double score) {

    String identity() {
      return kind + " of event " + source;
    }
  }

  Output {
    entries = List.copyOf(entries);
  }

  long count(Kind kind) {
    return entries.stream().filter(entry -> entry.kind() == kind).count();
  }

  /** What this output has too little, too much or otherwise; empty if it equals the expected. */
  List<String> differencesFrom(Output expected) {
    Map<String, List<Entry>> actual = byIdentity();
    List<String> differences = new ArrayList<>();
    expected
        .byIdentity()
        .forEach(
            (identity, entries) -> {
              List<Entry> found = actual.getOrDefault(identity, List.of());
              if (found.size() != entries.size()) {
                differences.add(
                    "%s: expected %d, found %d".formatted(identity, entries.size(), found.size()));
              } else if (!close(entries.get(0).score(), found.get(0).score())) {
                differences.add(
                    "%s: expected score %s, found %s"
                        .formatted(identity, entries.get(0).score(), found.get(0).score()));
              }
              actual.remove(identity);
            });
    actual.forEach(
        (identity, found) ->
            differences.add("%s: expected 0, found %d".formatted(identity, found.size())));
    return differences;
  }

  /** The same without repetitions, as a consumer that drops known ids sees it. */
  Output deduplicated() {
    return new Output(byIdentity().values().stream().map(found -> found.get(0)).toList());
  }

  private Map<String, List<Entry>> byIdentity() {
    Map<String, List<Entry>> entriesByIdentity = new TreeMap<>();
    for (Entry entry : entries) {
      entriesByIdentity.computeIfAbsent(entry.identity(), x -> new ArrayList<>()).add(entry);
    }
    return entriesByIdentity;
  }

  private static boolean close(double expected, double actual) {
    return Double.compare(expected, actual) == 0
        || Math.abs(expected - actual) <= SCORE_TOLERANCE * Math.max(1, Math.abs(expected));
  }
}
