/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.dataset.Columns;
import io.reconstream.trainer.source.Records;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that carries columns of the data over to what is written. */
final class KeptColumns {
  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns of the data that are written before the others, such as an id or time.")
  private List<String> keep = List.of();

  /**
   * The columns to keep.
   *
   * @throws InvalidInputException if one is not in the data
   */
  List<FieldPath> in(Records records) {
    Columns columns = new Columns(records);
    List<FieldPath> kept =
        keep.stream()
            .map(name -> columns.find("--keep", name))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    columns.requireFound();
    return kept;
  }
}
