/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** An alert as one readable line. */
final class AlertLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int CONTRIBUTORS = 3;

  /** A contributor with less explains nothing. */
  private static final double LEAST_SHARE = 0.1;

  private AlertLine() {}

  static String of(Alert alert) {
    String why =
        alert.getContributors().stream()
            .filter(contributor -> contributor.getShare() >= LEAST_SHARE)
            .limit(CONTRIBUTORS)
            .map(AlertLine::text)
            .collect(Collectors.joining(", "));
    return "%s  %-13s  %-8s  %s"
        .formatted(
            text(alert.getEventTime()),
            Objects.toString(alert.getKey(), AlertPrinter.NO_KEY),
            alert.getSeverity(),
            why);
  }

  static String text(Instant time) {
    return TIME.format(time);
  }

  /** {@code flow_rate 91.2 (expected 63.4, 71 %)}. */
  private static String text(Contributor contributor) {
    return String.format(
        Locale.ROOT,
        "%s %s (expected %s, %.0f %%)",
        contributor.getFeature(),
        isUnseen(contributor)
            ? "unseen level"
            : text(contributor.getValue(), contributor.getLevel()),
        text(contributor.getExpected(), contributor.getExpectedLevel()),
        100 * contributor.getShare());
  }

  /** A category that is missing has no error and is never told. */
  private static boolean isUnseen(Contributor contributor) {
    return contributor.getLevel() == null && contributor.getExpectedLevel() != null;
  }

  private static String text(Double number, String level) {
    if (level != null) {
      return level;
    }
    return number == null ? "missing" : String.format(Locale.ROOT, "%.4g", number);
  }
}
