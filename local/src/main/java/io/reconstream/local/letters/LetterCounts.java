/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Letters by reason and source topic. */
public final class LetterCounts {
  private final Map<Group, Count> counts =
      new TreeMap<>(Comparator.comparing(Group::reason).thenComparing(Group::sourceTopic));

  private record Group(String reason, String sourceTopic) {}

  private record Count(long letters, long sentAgain, Instant first, Instant last) {
    Count and(Count other) {
      return new Count(
          letters + other.letters,
          sentAgain + other.sentAgain,
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }

  public void add(Letter letter) {
    counts.merge(
        new Group(letter.reason(), letter.sourceTopic().orElse(Letter.UNKNOWN)),
        new Count(1, letter.replays() == 0 ? 0 : 1, letter.time(), letter.time()),
        Count::and);
  }

  /** A table, and below it how many there are. */
  public void print(PrintWriter out) {
    if (!counts.isEmpty()) {
      out.printf(
          "%-14s  %-24s  %9s  %10s  %-19s  %s%n",
          "reason", "source topic", "letters", "sent again", "from", "to");
    }
    counts.forEach(
        (group, count) ->
            out.printf(
                "%-14s  %-24s  %,9d  %,10d  %s  %s%n",
                Printable.of(group.reason()),
                Printable.of(group.sourceTopic()),
                count.letters(),
                count.sentAgain(),
                Letter.text(count.first()),
                Letter.text(count.last())));
    out.printf("%,d dead letters%n", counts.values().stream().mapToLong(Count::letters).sum());
    out.flush();
  }
}
