/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code encode}: files to latent vectors. */
@Command(
    name = "encode",
    description = {
      "Write the latent vector of each record: what the encoder makes of it, a few numbers that"
          + " stand for the whole row (or window).",
      "One line for each record, in their order; empty where a record has no row."
    },
    sortOptions = false)
final class EncodeCommand implements Callable<Integer> {
  @Mixin private ScoredFiles files;
  @Mixin private KeptColumns kept;
  @Mixin private WrittenLines written;

  @Override
  public Integer call() {
    Bundle bundle = files.bundle();
    int width;
    try (Scorer scorer = Scorer.open(bundle)) {
      width = scorer.latentWidth();
    }
    if (width == 0) {
      throw new InvalidInputException(
          "%s: this bundle has no latent, so there is nothing to encode to: its graph lacks the output 'latent'"
              .formatted(bundle.origin()));
    }
    return written.run(
        bundle, files.data(bundle, null), records -> new Latents(records, kept.in(records), width));
  }

  private record Latents(Records records, List<FieldPath> fields, int width) implements RecordLine {

    @Override
    public List<String> columns() {
      List<String> columns = new ArrayList<>(fields.stream().map(records::title).toList());
      for (int i = 0; i < width; i++) {
        columns.add("latent_" + i);
      }
      return columns;
    }

    @Override
    public List<Object> cells(List<Object> values, ScoredRow row, double score) {
      List<Object> cells = new ArrayList<>(values);
      if (row == null) {
        cells.addAll(Collections.nCopies(width, null));
      } else {
        for (float value : row.latent()) {
          cells.add(value);
        }
      }
      return cells;
    }
  }
}
