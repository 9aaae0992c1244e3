/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application wrote, committed: one entry a record. */
record Output(List<Entry> entries) {

  enum Kind {
    SCORE,
    NOT_READY,
    DEAD_LETTER,
    ALERT,
    INCIDENT;

    /** Whether an event is accounted for by it: each has exactly one such record. */
    boolean isOutcome() {
      return this == SCORE || this == NOT_READY || this == DEAD_LETTER;
    }
  }

  /**
   * One record.
   *
   * @param source the event's partition and offset, {@code 2@17}; for an incident all that its
   *     record says but its peak's score
   * @param id by which a consumer knows that it has seen the record: of an alert its own, else
   *     {@code source}
   * @param score NaN where there is none
   */
  record Entry(Kind kind, String source, String id, double score) {

    Entry(Kind kind, String source, double score) {
      this(kind, source, source, score);
    }

    String identity() {
      return kind + " of " + source;
    }
  }

  Output {
    entries = List.copyOf(entries);
  }

  long count(Kind kind) {
    return entries.stream().filter(entry -> entry.kind() == kind).count();
  }

  /** The same without repetitions, as a consumer that drops known ids sees it. */
  Output deduplicated() {
    Map<String, Entry> first = new LinkedHashMap<>();
    entries.forEach(entry -> first.putIfAbsent(entry.kind() + entry.id(), entry));
    return new Output(new ArrayList<>(first.values()));
  }

  Map<String, List<Entry>> byIdentity() {
    Map<String, List<Entry>> entriesByIdentity = new HashMap<>();
    for (Entry entry : entries) {
      entriesByIdentity.computeIfAbsent(entry.identity(), x -> new ArrayList<>(1)).add(entry);
    }
    return entriesByIdentity;
  }

  /** What accounts for each event, by its source. */
  Map<String, List<Entry>> outcomes() {
    Map<String, List<Entry>> outcomes = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.kind().isOutcome()) {
        outcomes.computeIfAbsent(entry.source(), x -> new ArrayList<>(1)).add(entry);
      }
    }
    return outcomes;
  }
}
