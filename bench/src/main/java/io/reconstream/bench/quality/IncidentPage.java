/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.page.Block.Figure;
import io.reconstream.trainer.page.Block.Figures;
import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of {@link IncidentBench} as a page, and as lines of text. */
public final class IncidentPage {
  private static final String LINE = "%-6s %-14s %-10s %7s %9s %7s %7s %7s %7s %8s %7s %7s%n";
  private static final List<String> HEADER =
      List.of(
          "group",
          "set",
          "told by",
          "faults",
          "detected",
          "missed",
          "told",
          "false",
          "delay",
          "longest",
          "row F1",
          "FAR %");

  private IncidentPage() {}

  static Page of(List<IncidentResult> results) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    "Each series is replayed through the real stream: the first rows train, the"
                        + " others are counted. A fault is a run of labelled rows; the delay is the"
                        + " rows from its first to the first that an operator is told of (median,"
                        + " longest). 'rows' is an alert for each row above the sealed threshold,"
                        + " 'incidents' is what the stream's policy made of the same scores. Row F1"
                        + " and FAR count every row of an incident as an alarm.",
                    false))));
    results.stream()
        .map(IncidentResult::group)
        .distinct()
        .forEach(
            group ->
                sections.add(
                    section(
                        group,
                        results.stream().filter(result -> result.group().equals(group)).toList())));
    return new Page("Incidents", "What the stream told, against labelled faults", sections);
  }

  private static Section section(String group, List<IncidentResult> results) {
    IncidentResult all = results.get(results.size() - 1);
    return new Section(
        group,
        List.of(
            new Figures(
                List.of(
                    new Figure(
                        "of %d faults detected".formatted(all.faults()),
                        Integer.toString(all.detected()),
                        "met by an incident"),
                    new Figure("incidents", Integer.toString(all.told()), "all that were opened"),
                    new Figure(
                        "false incidents",
                        Integer.toString(all.falselyTold()),
                        "those that meet no fault"),
                    new Figure(
                        "rows of delay",
                        all.medianDelay() == null ? "-" : number(all.medianDelay()),
                        "median over the detected faults"))),
            new Table("", HEADER, results.stream().map(IncidentPage::cells).toList())));
  }

  /** The totals of each group. */
  public static String text(List<IncidentResult> results) {
    StringBuilder text = new StringBuilder(LINE.formatted(HEADER.toArray()));
    results.stream()
        .filter(result -> result.set().equals(IncidentResult.ALL))
        .forEach(result -> text.append(LINE.formatted(cells(result).toArray())));
    return text.toString();
  }

  private static List<String> cells(IncidentResult result) {
    return List.of(
        result.group(),
        result.set(),
        result.verdicts(),
        Integer.toString(result.faults()),
        Integer.toString(result.detected()),
        Integer.toString(result.missed()),
        Integer.toString(result.told()),
        Integer.toString(result.falselyTold()),
        result.medianDelay() == null ? "-" : number(result.medianDelay()),
        result.longestDelay() == null ? "-" : result.longestDelay().toString(),
        String.format(Locale.ROOT, "%.3f", result.rowF1()),
        String.format(Locale.ROOT, "%.1f", 100 * result.rowFalseAlarmRate()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
