/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds texts by their UTF-8 bytes: a hash table with linear probing, at most half full. */
final class Utf8Table {
  private final byte[][] texts;

  /** Index into {@link #texts} plus one; 0 is free. */
  private final int[] places;

  private final int longest;

  Utf8Table(List<String> texts) {
    this.texts = texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.places = new int[Integer.highestOneBit(Math.max(1, texts.size())) << 2];
    this.longest = Arrays.stream(this.texts).mapToInt(text -> text.length).max().orElse(0);
    for (int i = 0; i < this.texts.length; i++) {
      int place = place(this.texts[i], 0, this.texts[i].length);
      while (places[place] != 0) {
        place = place + 1 & places.length - 1;
      }
      places[place] = i + 1;
    }
  }

  /** The number of bytes of the longest text. */
  int longest() {
    return longest;
  }

  /** The text's index in the list, or -1. */
  int find(byte[] utf8, int from, int to) {
    if (to - from > longest) {
      return -1;
    }
    int place = place(utf8, from, to);
    while (places[place] != 0) {
      int index = places[place] - 1;
      if (Arrays.equals(texts[index], 0, texts[index].length, utf8, from, to)) {
        return index;
      }
      place = place + 1 & places.length - 1;
    }
    return -1;
  }

  private int place(byte[] utf8, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + utf8[i];
    }
    return (hash ^ hash >>> 15) & places.length - 1;
  }
}
