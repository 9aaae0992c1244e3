/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Learns from training rows how to standardise a row; of windows, from their last rows. */
final class PreprocessingFit {
  private static final int SAMPLE = 20_000;

  /** A column that spans less, or more, is too near to what a float can hold for a curve. */
  private static final double NARROWEST = 1e-30;

  private static final double WIDEST = 1e30;

  private final FeatureSpec spec;
  private final Rows rows;
  private final List<Block> columns = new ArrayList<>();
  private final int units;
  private final ColumnStatistics[] raw;
  private final ColumnStatistics[] unit;

  PreprocessingFit(FeatureSpec spec, Rows rows) {
    this.spec = spec;
    this.rows = rows;
    int next = 0;
    for (Feature feature : spec.features()) {
      for (int i = 0; i < feature.columns().size(); i++) {
        boolean category = feature instanceof CategoryFeature;
        int width = feature instanceof CategoryFeature levels ? levels.levels().size() + 1 : 1;
        columns.add(new Block(next, next + width, category));
        next += width;
      }
    }
    this.units = next;
    this.raw = statistics(columns.size(), SAMPLE);
    this.unit = statistics(units, 0);
    long stride = (rows.count() + SAMPLE - 1) / SAMPLE;
    forEach(
        (r, row, from) -> {
          for (int i = 0; i < columns.size(); i++) {
            Block column = columns.get(i);
            float value = row[from + i];
            raw[i].add(value);
            if (r % stride == 0) {
              raw[i].sample(value);
            }
            for (int d = column.from(); d < column.to() && column.category(); d++) {
              unit[d].add(column.oneHot(value, d));
            }
          }
        });
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).category()) {
        unit[columns.get(i).from()] = raw[i];
      }
    }
  }

  /** All columns by one rule. */
  Preprocessing fit(Scaling scaling) {
    Scaling chosen = scaling.chosen(units == columns.size() ? raw : statistics(0, 0));
    double[] scales = chosen.scales(unit);
    Scaling[] perUnit = new Scaling[units];
    Arrays.fill(perUnit, chosen);
    return preprocessing(
        perUnit,
        scales,
        Curves.none(columns.size()),
        names(column -> chosen.toString()),
        chosen.clip(),
        false,
        chosen == Scaling.COMMON ? Magnitude.of(unit, scales[0]) : null);
  }

  /**
   * Each column by its own scaler.
   *
   * @param scalers of a feature, by its name
   * @param output what the network's last layer can give
   */
  Preprocessing fit(Function<String, Scaler> scalers, OutputActivation output) {
    Scaler[] chosen = new Scaler[columns.size()];
    Curve[] curves = new Curve[columns.size()];
    int column = 0;
    for (Feature feature : spec.features()) {
      for (int i = 0; i < feature.columns().size(); i++, column++) {
        if (!columns.get(column).category()) {
          float[] sorted = raw[column].sorted();
          Scaler asked = scalers.apply(feature.name());
          chosen[column] = asked == Scaler.AUTO ? Tails.scaler(sorted) : asked;
          curves[column] = curve(chosen[column], raw[column], sorted);
        }
      }
    }
    Curves all = new Curves(Arrays.asList(curves));
    bend(all);
    Scaling[] perUnit = new Scaling[units];
    double[] scales = new double[units];
    for (int i = 0; i < columns.size(); i++) {
      for (int d = columns.get(i).from(); d < columns.get(i).to(); d++) {
        perUnit[d] = linear(chosen[i], output);
        scales[d] = perUnit[d].scales(unit[d])[0];
      }
    }
    boolean ranges = Arrays.stream(perUnit).allMatch(scaling -> scaling == Scaling.MIN_MAX);
    return preprocessing(
        perUnit,
        scales,
        all,
        names(i -> chosen[i].toString()),
        (ranges ? Scaling.MIN_MAX : Scaling.STANDARD).clip(),
        output != OutputActivation.LINEAR,
        null);
  }

  private static Curve curve(Scaler scaler, ColumnStatistics column, float[] sorted) {
    double span = column.max() - column.min();
    if (sorted.length < 2 || sorted[0] == sorted[sorted.length - 1]) {
      return null;
    }
    return switch (scaler) {
      case LOG -> Curve.Log.of(sorted);
      case QUANTILE -> span < NARROWEST || span > WIDEST ? null : steps(sorted);
      case AUTO, STANDARD, ROBUST, MIN_MAX -> null;
    };
  }

  /** Null where all quantiles are as near to each other as a float can tell. */
  private static Curve steps(float[] sorted) {
    Curve.Steps steps = Curve.Steps.of(sorted);
    return steps.pieces() == 0 ? null : steps;
  }

  private static Scaling linear(Scaler scaler, OutputActivation output) {
    if (output == OutputActivation.SIGMOID || scaler == Scaler.MIN_MAX) {
      return Scaling.MIN_MAX;
    }
    return scaler == Scaler.ROBUST ? Scaling.ROBUST : Scaling.STANDARD;
  }

  /** Measures the columns that have a curve anew, behind it. */
  private void bend(Curves curves) {
    if (curves.isEmpty()) {
      return;
    }
    int[] bent =
        IntStream.range(0, columns.size()).filter(i -> curves.ofColumns().get(i) != null).toArray();
    for (int i : bent) {
      unit[columns.get(i).from()] = new ColumnStatistics(0);
    }
    forEach(
        (r, row, from) -> {
          for (int i : bent) {
            unit[columns.get(i).from()].add(curves.of(i, row[from + i]));
          }
        });
  }

  private Preprocessing preprocessing(
      Scaling[] perUnit,
      double[] scales,
      Curves curves,
      List<String> names,
      float clip,
      boolean plainCategories,
      Magnitude magnitude) {
    float[] fill = new float[columns.size()];
    float[] shift = new float[units];
    float[] factor = new float[units];
    float[] strange = new float[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      Block column = columns.get(i);
      double variance = 0;
      for (int d = column.from(); d < column.to(); d++) {
        boolean plain = column.category() && plainCategories;
        shift[d] = plain ? 0 : (float) perUnit[d].shift(unit[d]);
        factor[d] = plain ? 1 : (float) (1 / scales[d]);
        variance += unit[d].deviation() * unit[d].deviation() * factor[d] * factor[d];
      }
      if (column.category()) {
        fill[i] = Block.NO_LEVEL;
        strange[i] = strangeness(column, variance);
      } else {
        Scaling scaling = perUnit[column.from()];
        ColumnStatistics own = unit[column.from()];
        float centre = (float) (scaling == Scaling.MIN_MAX ? own.mean() : scaling.shift(own));
        Curve curve = curves.ofColumns().get(i);
        fill[i] = curve == null ? centre : curve.inverse(centre);
      }
    }
    int[] indicators =
        IntStream.range(0, columns.size()).filter(i -> raw[i].missing() > 0).toArray();
    boolean mayMiss = spec.features().stream().anyMatch(feature -> !feature.required());
    return new Preprocessing(
        columns, indicators, mayMiss, fill, curves, names, shift, factor, strange, clip, magnitude);
  }

  /**
   * How far an unseen level is from its unit's place, such that the column's squared error is at
   * least (1 - p) / p times as large as if every row were taken for the mean one. The probability p
   * of an unseen level is by Laplace's rule of succession one more than the rows that had one, over
   * two more than all rows.
   *
   * @param variance of all the column's units
   */
  private float strangeness(Block column, double variance) {
    ColumnStatistics unseen = unit[column.to() - 1];
    double seen = Math.rint(unseen.mean() * rows.count());
    double p = (seen + 1) / (rows.count() + 2);
    return (float) Math.sqrt((1 - p) / p * (variance > 0 ? variance : 1));
  }

  private List<String> names(IntFunction<String> name) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i).category() ? "" : name.apply(i))
        .toList();
  }

  private interface Visitor {
    void visit(long index, float[] row, int from);
  }

  private void forEach(Visitor visitor) {
    float[] row = new float[rows.width()];
    int last = rows.width() - columns.size();
    for (long r = 0; r < rows.count(); r++) {
      rows.copy(r, row, 0);
      visitor.visit(r, row, last);
    }
  }

  private static ColumnStatistics[] statistics(int count, int sample) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ColumnStatistics(sample))
        .toArray(ColumnStatistics[]::new);
  }
}
