/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The results of {@link VerdictsBench} as a page, and as lines of text. */
public final class VerdictsPage {
  private VerdictsPage() {}

  static Page of(VerdictsResult result) {
    BudgetKept budget = result.budget();
    return new Page(
        "Verdicts",
        "What an operator is told of %d simulated pumps".formatted(budget.keys()),
        List.of(
            new Section(
                "Faults",
                List.of(
                    new Text(
                        "Delays are rows from a fault's first to its first alert. An alert opens an"
                            + " incident; %d opened while no fault lasted."
                                .formatted(result.falseIncidents()),
                        false),
                    new Table(
                        "",
                        List.of(
                            "fault",
                            "detected",
                            "median delay",
                            "90 % within",
                            "incidents",
                            "sensor named first",
                            "among three"),
                        result.faults().stream().map(VerdictsPage::cells).toList()))),
            new Section(
                "Budget",
                List.of(
                    new Text(budget(budget), false),
                    bars("Alerts per key", "day", budget.perDay()),
                    bars(
                        "Alerts per day of each key",
                        "keys, from the fewest alerts to the most",
                        budget.perKey())))));
  }

  /** A bar for each, numbered from 1. */
  private static Chart bars(String title, String counted, List<Double> alerts) {
    return new Chart(
        title,
        Axis.linear(counted),
        Axis.linear("alerts"),
        IntStream.rangeClosed(1, alerts.size()).mapToObj(Integer::toString).toList(),
        List.of(new Series("realised", Shape.BARS, points(alerts))),
        List.of());
  }

  private static List<Point> points(List<Double> values) {
    return IntStream.range(0, values.size()).mapToObj(i -> new Point(i, values.get(i))).toList();
  }

  private static List<String> cells(FaultResult result) {
    return List.of(
        result.kind(),
        "%d of %d".formatted(result.detected(), result.faults()),
        number(result.medianDelay()),
        number(result.longestDelay()),
        Integer.toString(result.incidents()),
        percent(result.top1()),
        percent(result.top3()));
  }

  private static String budget(BudgetKept budget) {
    return String.format(
        Locale.ROOT,
        "budget %.2f alerts per day and key: realised %.2f ± %.2f on %d normal days of %d keys;"
            + " %.0f %% of the keys within 30 %%, from %.2f to %.2f",
        budget.budget(),
        budget.realised(),
        budget.deviation(),
        budget.days(),
        budget.keys(),
        100 * budget.keysWithin(),
        budget.lowestKey(),
        budget.highestKey());
  }

  /** A line per kind of fault, then the budget. */
  public static String text(VerdictsResult result) {
    StringBuilder text = new StringBuilder();
    for (FaultResult fault : result.faults()) {
      text.append(
          "%s: detected %s, delay %s rows (90 %% within %s); of %s incidents sensor first %s, among three %s%n"
              .formatted(cells(fault).toArray()));
    }
    return text.append("incidents without a fault: %d%n".formatted(result.falseIncidents()))
        .append(budget(result.budget()))
        .append(System.lineSeparator())
        .toString();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.0f", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
