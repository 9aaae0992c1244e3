/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.feature.FeatureDecoder;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code denoise}: files as the model reconstructs them. */
@Command(
    name = "denoise",
    description = {
      "Write the data with every feature's value replaced by the one that the model expects: noise"
          + " is smoothed away and missing values are filled in.",
      "The columns are the data's own, in their order. Timestamps, columns that are no feature, and"
          + " records that have no row stay as they are."
    },
    sortOptions = false)
final class DenoiseCommand implements Callable<Integer> {
  @Mixin private ScoredFiles files;
  @Mixin private WrittenLines written;

  @Override
  public Integer call() {
    Bundle bundle = files.bundle();
    return written.run(bundle, files.data(bundle, null), records -> Cleaned.of(bundle, records));
  }

  private record Cleaned(
      Records records, List<FieldPath> fields, List<FeatureFields.Place> replaced)
      implements RecordLine {

    static Cleaned of(Bundle bundle, Records records) {
      List<FeatureFields.Place> places =
          FeatureFields.of(bundle.metadata().features(), records).stream()
              .filter(place -> !(place.feature() instanceof TimestampFeature))
              .toList();
      Set<FieldPath> fields = new LinkedHashSet<>(records.fields());
      places.forEach(place -> fields.add(place.field()));
      return new Cleaned(records, List.copyOf(fields), places);
    }

    @Override
    public List<String> columns() {
      return fields.stream().map(records::title).toList();
    }

    @Override
    public List<Object> cells(List<Object> values, ScoredRow row, double score) {
      if (row == null) {
        return values;
      }
      List<Object> cells = new ArrayList<>(values);
      for (FeatureFields.Place place : replaced) {
        Object expected =
            FeatureDecoder.value(place.feature(), row.reconstruction(), place.column());
        if (expected != null) {
          cells.set(fields.indexOf(place.field()), expected);
        }
      }
      return cells;
    }
  }
}
