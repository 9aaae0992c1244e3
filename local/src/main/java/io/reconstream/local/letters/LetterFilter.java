/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which letters.
 *
 * @param reasons empty: all
 * @param sourceTopics empty: all
 * @param from time of the record at least
 * @param to time of the record, exclusive
 */
public record LetterFilter(
    Set<String> reasons, Set<String> sourceTopics, Optional<Instant> from, Optional<Instant> to) {

  public LetterFilter {
    reasons = Set.copyOf(reasons);
    sourceTopics = Set.copyOf(sourceTopics);
  }

  boolean lets(Letter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (sourceTopics.isEmpty()
            || sourceTopics.contains(letter.sourceTopic().orElse(Letter.UNKNOWN)))
        && from.map(time -> !letter.time().isBefore(time)).orElse(true)
        && to.map(letter.time()::isBefore).orElse(true);
  }
}
