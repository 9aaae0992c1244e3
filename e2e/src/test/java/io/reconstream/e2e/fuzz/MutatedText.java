/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A text with some of its lines, words and bytes changed. */
final class MutatedText {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.]+");

  /** What parsers of numbers, paths, dates, YAML, JSON and CSV trip over. */
  private static final List<String> POOL =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "-0",
          "1e999",
          "NaN",
          "Infinity",
          "2147483648",
          "99999999999999999999",
          "0x1F",
          "1_000",
          "00012",
          "1.5",
          "true",
          "no",
          "null",
          "~",
          "{",
          "}",
          "[",
          "]",
          "[]",
          "{}",
          "[[[[[[",
          "{a: {b: {c: 1}}}",
          "- 1",
          ": ",
          "#",
          "'",
          "\"",
          "\\",
          "|",
          ">",
          "&a x",
          "*a",
          "!!java.lang.Runtime x",
          "!!int a",
          "!!binary /w==",
          "? x",
          "<<: *a",
          "---",
          "...",
          "%YAML 9",
          "\t",
          "\0",
          "\uFEFF",
          "\u2028",
          "\uD83D\uDE00",
          "${env:HOME}",
          "${file:/etc/hostname:x}",
          "${",
          "$",
          "%s%n",
          "../../x",
          "/",
          "C:\\x",
          "a,b",
          ",,",
          ";",
          "2026-02-30T25:61:61Z",
          "2026-01-01",
          "12:30",
          "x[0]",
          "x[-1]",
          "x..y",
          "(((",
          "a*b",
          "x".repeat(3_000));

  private MutatedText() {}

  /** As bytes, which need not be UTF-8. */
  static byte[] of(String text, Random random) {
    String mutated = text;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      mutated = random.nextBoolean() ? wordChanged(mutated, random) : lineChanged(mutated, random);
    }
    byte[] bytes = mutated.getBytes(UTF_8);
    return random.nextInt(4) > 0 || bytes.length == 0 ? bytes : byteChanged(bytes, random);
  }

  static String pooled(Random random) {
    return POOL.get(random.nextInt(POOL.size()));
  }

  private static String wordChanged(String text, Random random) {
    List<MatchResult> words = WORD.matcher(text).results().toList();
    if (words.isEmpty()) {
      return text + pooled(random);
    }
    MatchResult word = words.get(random.nextInt(words.size()));
    String instead =
        random.nextInt(3) > 0 ? pooled(random) : words.get(random.nextInt(words.size())).group();
    return text.substring(0, word.start()) + instead + text.substring(word.end());
  }

  private static String lineChanged(String text, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, lines.get(random.nextInt(lines.size())));
      case 3 -> lines.set(at, " ".repeat(1 + random.nextInt(4)) + lines.get(at));
      case 4 -> lines.set(at, lines.get(at).strip());
      default -> lines.add(at, pooled(random));
    }
    return String.join("\n", lines);
  }

  static byte[] byteChanged(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
      }
      default -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt();
        return changed;
      }
    }
  }
}
