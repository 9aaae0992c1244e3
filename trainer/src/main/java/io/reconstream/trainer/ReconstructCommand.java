/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureDecoder;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reconstruct}: files to expected values and scores. */
@Command(
    name = "reconstruct",
    description = {
      "Write for each record every feature's value and the value that the model expects, in the"
          + " data's own units, then score and verdict.",
      "One line for each record, in their order; empty where a record has no row."
    },
    sortOptions = false)
final class ReconstructCommand implements Callable<Integer> {
  @Mixin private ScoredFiles files;
  @Mixin private KeptColumns kept;
  @Mixin private WrittenLines written;

  @Override
  public Integer call() {
    Bundle bundle = files.bundle();
    double threshold = bundle.metadata().threshold().value();
    return written.run(
        bundle,
        files.data(bundle, null),
        records ->
            new Expected(
                records,
                kept.in(records),
                FeatureFields.of(bundle.metadata().features(), records),
                threshold));
  }

  private record Expected(
      Records records, List<FieldPath> kept, List<FeatureFields.Place> places, double threshold)
      implements RecordLine {

    @Override
    public List<FieldPath> fields() {
      List<FieldPath> fields = new ArrayList<>(kept);
      places.forEach(place -> fields.add(place.field()));
      return fields;
    }

    @Override
    public List<String> columns() {
      List<String> columns = new ArrayList<>(kept.stream().map(records::title).toList());
      for (FeatureFields.Place place : places) {
        columns.add(place.feature().name());
        columns.add(place.feature().name() + "_expected");
      }
      columns.add("score");
      columns.add("anomalous");
      return columns;
    }

    @Override
    public List<Object> cells(List<Object> values, ScoredRow row, double score) {
      List<Object> cells = new ArrayList<>(values.subList(0, kept.size()));
      for (int i = 0; i < places.size(); i++) {
        FeatureFields.Place place = places.get(i);
        Object value = values.get(kept.size() + i);
        cells.add(row == null ? value : typed(place.feature(), value));
        cells.add(
            row == null
                ? null
                : FeatureDecoder.value(place.feature(), row.reconstruction(), place.column()));
      }
      cells.add(row == null ? null : score);
      cells.add(row == null ? null : score > threshold);
      return cells;
    }

    /** What the text of an untyped source stands for; it was encoded, so it is one. */
    private static Object typed(Feature feature, Object value) {
      if (!(value instanceof CharSequence text)) {
        return value;
      }
      if (feature instanceof NumericFeature) {
        return Double.valueOf(text.toString().strip());
      }
      return feature instanceof BooleanFeature
          ? Boolean.valueOf(text.toString().strip().toLowerCase(Locale.ROOT))
          : value;
    }
  }
}
