/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.budget;

import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The results of {@link BudgetBench} as a page, and as lines of text. */
public final class BudgetPage {
  private BudgetPage() {}

  static Page of(List<BudgetResult> results, int rows) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    ("Each seed is another simulated plant; its model is calibrated on %,d normal"
                            + " rows, and alarms are counted on %,d others.")
                        .formatted(rows, BudgetBench.freshRows(rows)),
                    false),
                new Table(
                    "",
                    List.of(
                        "budget",
                        "mean",
                        "lowest",
                        "highest",
                        "mean / budget",
                        "by chance",
                        "within 25 %"),
                    results.stream().map(BudgetPage::cells).toList()))));
    for (BudgetResult result : results) {
      sections.add(new Section("Budget " + percent(result.budget()), List.of(chart(result))));
    }
    return new Page("False-alarm budgets", "Realised rates on fresh normal rows", sections);
  }

  private static Chart chart(BudgetResult result) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < result.rates().size(); i++) {
      points.add(new Point(i, result.rates().get(i)));
    }
    return new Chart(
        "realised rate by seed",
        Axis.linear("seed"),
        Axis.linear("rate"),
        IntStream.rangeClosed(1, result.seeds()).mapToObj(Integer::toString).toList(),
        List.of(new Series("realised", Shape.BARS, points)),
        List.of());
  }

  private static List<String> cells(BudgetResult result) {
    return List.of(
        percent(result.budget()),
        percent(result.mean()),
        percent(result.lowest()),
        percent(result.highest()),
        String.format(
            Locale.ROOT, "%.2f ± %.2f", result.meanOverBudget(), result.deviationOverBudget()),
        String.format(Locale.ROOT, "± %.2f", result.chanceOverBudget()),
        "%d of %d seeds".formatted(result.withinQuarter(), result.seeds()));
  }

  /** A line per budget. */
  public static String text(List<BudgetResult> results) {
    StringBuilder text = new StringBuilder();
    for (BudgetResult result : results) {
      text.append(
          "budget %s: realised %s, from %s to %s; %s of the budget (%s by chance), %s within a quarter%n"
              .formatted(cells(result).toArray()));
    }
    return text.toString();
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.3f %%", 100 * rate);
  }
}
