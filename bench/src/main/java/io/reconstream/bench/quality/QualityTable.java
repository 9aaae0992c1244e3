/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.List;
import java.util.Locale;

/** The results as lines of text. */
public final class QualityTable {
  private static final String LINE = "%-10s %-24s %-18s %10s %10s  %-14s %8s%n";

  private QualityTable() {}

  public static String of(List<QualityResult> results) {
    StringBuilder text =
        new StringBuilder(
            LINE.formatted("group", "set", "metric", "value", "published", "by", "train s"));
    for (QualityResult result : results) {
      text.append(
          LINE.formatted(
              result.group(),
              result.set(),
              result.metric(),
              QualityPage.figure(result, result.value()),
              result.publishedBest() == null
                  ? "-"
                  : QualityPage.figure(result, result.publishedBest()),
              result.publishedBestName() == null ? "-" : result.publishedBestName(),
              String.format(Locale.ROOT, "%.1f", result.seconds())));
    }
    return text.toString();
  }
}
