/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.trainer.config.ImportConfig;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ColumnStatistics;
import io.reconstream.trainer.export.Preprocessing;

/** How rows were scaled for a graph that was made elsewhere: as given, else as the rows are. */
final class InputScaling {
  private InputScaling() {}

  /** Booleans and timestamps are taken as they are, unless they say otherwise. */
  static Preprocessing of(ImportConfig config, FeatureSpec spec, Rows rows) {
    ColumnStatistics[] statistics = statistics(rows);
    float[] fill = new float[spec.width()];
    float[] shift = new float[spec.width()];
    float[] factor = new float[spec.width()];
    int column = 0;
    for (ImportConfig.Input input : config.features()) {
      for (String ignored : input.feature().columns()) {
        ColumnStatistics values = statistics[column];
        boolean number = input.feature() instanceof NumericFeature;
        ImportConfig.Scaling scaling = number ? config.scaling() : ImportConfig.Scaling.NONE;
        double learnt = scale(scaling, values);
        fill[column] = (float) values.mean();
        shift[column] =
            (float) (input.shift() == null ? shift(scaling, values) : (double) input.shift());
        factor[column] = (float) (1 / (input.scale() == null ? learnt : (double) input.scale()));
        column++;
      }
    }
    return Preprocessing.linear(spec, fill, shift, factor);
  }

  private static ColumnStatistics[] statistics(Rows rows) {
    ColumnStatistics[] statistics = new ColumnStatistics[rows.width()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = new ColumnStatistics(0);
    }
    float[] row = new float[rows.width()];
    for (long r = 0; r < rows.count(); r++) {
      rows.copy(r, row, 0);
      for (int i = 0; i < row.length; i++) {
        statistics[i].add(row[i]);
      }
    }
    return statistics;
  }

  private static double shift(ImportConfig.Scaling scaling, ColumnStatistics values) {
    return switch (scaling) {
      case NONE -> 0;
      case STANDARD -> values.mean();
      case MINMAX -> values.min();
    };
  }

  /** A column that does not vary is not divided, as scikit-learn does it. */
  private static double scale(ImportConfig.Scaling scaling, ColumnStatistics values) {
    double scale =
        switch (scaling) {
          case NONE -> 1;
          case STANDARD -> values.deviation();
          case MINMAX -> values.max() - values.min();
        };
    return scale > 0 ? scale : 1;
  }
}
