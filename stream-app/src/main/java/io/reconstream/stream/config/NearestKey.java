/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which key a mistyped one was meant to be. */
final class NearestKey {

  private NearestKey() {}

  /** The known key with the fewest edits, if those are at most a third of its length. */
  static Optional<String> to(String unknown, Collection<String> known) {
    return known.stream()
        .filter(key -> distance(unknown, key) <= Math.max(2, key.length() / 3))
        .min(Comparator.comparingInt(key -> distance(unknown, key)));
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
