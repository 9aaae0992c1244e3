/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.config.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param groups at least one
 * @param notes what is left out, and where to get it
 */
public record QualitySelection(List<QualityGroup> groups, List<String> notes) {

  public QualitySelection {
    groups = List.copyOf(groups);
    notes = List.copyOf(notes);
  }

  /**
   * Public collections.
   *
   * @param data where they are
   * @param names which; empty for all that are there
   * @param quick one set of each
   * @throws InvalidInputException if one that is named, or all are not there
   */
  public static QualitySelection groups(Path data, List<String> names, boolean quick) {
    if (data == null || !Files.isDirectory(data)) {
      throw new InvalidInputException(
          "--data is '%s', expected the folder of the public sets, or --set with files of your own"
              .formatted(data == null ? "" : data));
    }
    List<String> known = Suite.all().stream().map(Suite::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            "--group is '%s', expected one of %s".formatted(name, String.join(", ", known)));
      }
    }
    List<QualityGroup> groups = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Suite suite : Suite.all()) {
      if (names.isEmpty() || names.contains(suite.name())) {
        try {
          QualityGroup group = suite.group(data);
          groups.add(quick ? group.first() : group);
        } catch (InvalidInputException e) {
          notes.add(
              "%s is left out: %s; it comes from %s"
                  .formatted(suite.name(), e.getMessage(), suite.origin()));
        }
      }
    }
    if (groups.isEmpty() || (!names.isEmpty() && !notes.isEmpty())) {
      throw new InvalidInputException(notes);
    }
    return new QualitySelection(groups, notes);
  }

  /**
   * Any files in the same form.
   *
   * @param protocol semi, split-column, prefix:N or prefix-rest:N
   * @param exclude columns that are no features
   */
  public static QualitySelection files(List<Path> files, String protocol, List<String> exclude) {
    if (protocol == null) {
      throw new InvalidInputException(
          "--set needs --protocol, expected semi, split-column, prefix:N or prefix-rest:N");
    }
    Protocol parsed = Protocol.parse(protocol);
    boolean rates = parsed instanceof Protocol.PrefixRest;
    boolean series = rates || parsed instanceof Protocol.Prefix;
    List<QualitySet> sets = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replaceAll("\\.csv(\\.gz)?$", "");
      sets.add(new QualitySet(name, CsvSource.file(file), parsed, exclude, 0, Map.of()));
    }
    return new QualitySelection(
        List.of(
            new QualityGroup(
                "files",
                series ? Kind.SERIES : Kind.ROWS,
                QualityGroup.Unit.SHARE,
                rates
                    ? List.of(Figure.F1, Figure.FALSE_ALARM_RATE, Figure.MISSED_ALARM_RATE)
                    : series
                        ? List.of(Figure.VUS_PR, Figure.AUROC)
                        : List.of(Figure.AUROC, Figure.AVERAGE_PRECISION),
                sets,
                Map.of())),
        List.of());
  }
}
