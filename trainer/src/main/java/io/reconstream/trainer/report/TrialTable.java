/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Trials as text for a terminal, the least error first. */
public final class TrialTable {
  private TrialTable() {}

  /**
   * One trial.
   *
   * @param changes what it changed of the configuration that was given
   * @param error on held-out rows, in shares of their variance
   * @param standardError of the error
   * @param multiplyAdds per row
   * @param latent its width
   * @param chosen whether it is the one to use
   */
  public record Row(
      String changes,
      double error,
      double standardError,
      long multiplyAdds,
      int latent,
      double seconds,
      boolean chosen) {}

  public static String of(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "  %10s %10s %13s %7s %9s  %s%n",
            "error",
            "+-",
            "multiply-adds",
            "latent",
            "seconds",
            "changes"));
    rows.stream()
        .sorted(Comparator.comparingDouble(Row::error))
        .forEach(
            row ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%s %10s %10s %,13d %7d %9.1f  %s%n",
                        row.chosen() ? "*" : " ",
                        ReportText.number(row.error()),
                        ReportText.number(row.standardError()),
                        row.multiplyAdds(),
                        row.latent(),
                        row.seconds(),
                        row.changes().equals("{}") ? "none" : row.changes())));
    return text.toString();
  }
}
