/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds whole numbers among texts, by the decimal digits that such a number prints as. */
final class CodeTable {
  private final long[] codes;
  private final int[] indexes;

  CodeTable(List<String> texts) {
    int[] ordered =
        IntStream.range(0, texts.size())
            .filter(i -> isCode(texts.get(i)))
            .boxed()
            .sorted(Comparator.comparingLong(i -> Long.parseLong(texts.get(i))))
            .mapToInt(Integer::intValue)
            .toArray();
    this.indexes = ordered;
    this.codes = Arrays.stream(ordered).mapToLong(i -> Long.parseLong(texts.get(i))).toArray();
  }

  /** The number's index in the list of texts, or -1. */
  int find(long code) {
    int place = Arrays.binarySearch(codes, code);
    return place < 0 ? -1 : indexes[place];
  }

  private static boolean isCode(String text) {
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
