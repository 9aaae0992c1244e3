/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.Nearest;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The source's columns, found by the names a user gives; those not found are collected. */
public final class Columns {
  private final Records records;
  private final List<String> problems = new ArrayList<>();

  public Columns(Records records) {
    this.records = records;
  }

  /** The column that a configuration key names; empty, and a problem, where there is none. */
  public Optional<FieldPath> find(String key, String column) {
    Optional<FieldPath> found =
        Stream.of(column, FieldPath.avroName(column.strip()))
            .map(Columns::path)
            .flatMap(Optional::stream)
            .filter(records::has)
            .findFirst();
    if (found.isEmpty()) {
      problems.add(
          "%s names '%s', which is not in the data%s"
              .formatted(key, column, Nearest.hint(column, there())));
    }
    return found;
  }

  private static Optional<FieldPath> path(String text) {
    try {
      return Optional.of(FieldPath.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<String> there() {
    return records.fields().stream().map(FieldPath::toString).toList();
  }

  /**
   * @throws InvalidInputException if a name was not found: a message for each, the last with the
   *     columns that there are
   */
  public void requireFound() {
    if (!problems.isEmpty()) {
      List<String> origins = records.origins();
      String more = origins.size() == 1 ? "" : " and %d more".formatted(origins.size() - 1);
      List<String> told = new ArrayList<>(problems);
      int last = told.size() - 1;
      told.set(
          last,
          "%s (columns of '%s'%s: %s)"
              .formatted(told.get(last), origins.get(0), more, String.join(", ", there())));
      throw new InvalidInputException(told);
    }
  }
}
