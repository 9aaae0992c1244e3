/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.dataset.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * From a raw row of F columns to the standardised row of D units that the network reconstructs, and
 * back. A number is one unit; a category is one unit per level and one for unseen levels. A missing
 * value is imputed by the column's centre, a missing category as unseen. Columns with values
 * missing in training are followed, in the network's input only, by a missing indicator each.
 *
 * <p>{@link #standardise} is what training computes, {@link #export} the same in the graph.
 */
public final class Preprocessing {
  private static final int SAMPLE = 20_000;

  /** As far as a value may be for its square to be a float. */
  private static final float UNBOUNDED = 0x1p60f;

  private final List<Block> columns;
  private final int[] indicators;
  private final boolean mayMiss;
  private final float[] fill;
  private final int[] source;
  private final float[] shift;
  private final float[] factor;
  private final float clip;
  private final Magnitude magnitude;

  /** A raw column and its units {@code from} to {@code to - 1}. */
  public record Block(int from, int to, boolean category) {}

  private Preprocessing(
      List<Block> columns,
      int[] indicators,
      boolean mayMiss,
      float[] fill,
      float[] shift,
      float[] factor,
      float clip,
      Magnitude magnitude) {
    this.magnitude = magnitude;
    this.columns = columns;
    this.indicators = indicators;
    this.mayMiss = mayMiss;
    this.fill = fill;
    this.shift = shift;
    this.factor = factor;
    this.clip = clip;
    this.source = new int[shift.length];
    for (int i = 0; i < columns.size(); i++) {
      Arrays.fill(source, columns.get(i).from, columns.get(i).to, i);
    }
  }

  /**
   * Fits on training rows; of windows, on their last rows.
   *
   * @param rows of width F, or T * F
   */
  public static Preprocessing fit(FeatureSpec spec, Rows rows, Scaling scaling) {
    List<Block> columns = new ArrayList<>();
    boolean mayMiss = false;
    int units = 0;
    for (Feature feature : spec.features()) {
      mayMiss |= !feature.required();
      for (int i = 0; i < feature.columns().size(); i++) {
        boolean category = feature instanceof CategoryFeature;
        int width = feature instanceof CategoryFeature levels ? levels.levels().size() + 1 : 1;
        columns.add(new Block(units, units + width, category));
        units += width;
      }
    }
    ColumnStatistics[] raw = statistics(columns.size());
    ColumnStatistics[] unit = statistics(units);
    float[] row = new float[rows.width()];
    int last = rows.width() - columns.size();
    long stride = Math.max(1, rows.count() / SAMPLE);
    for (long r = 0; r < rows.count(); r++) {
      rows.copy(r, row, 0);
      for (int i = 0; i < columns.size(); i++) {
        Block column = columns.get(i);
        float value = row[last + i];
        raw[i].add(value);
        if (r % stride == 0) {
          raw[i].sample(value);
        }
        for (int d = column.from; d < column.to && column.category; d++) {
          unit[d].add(oneHot(value, d - column.from, column));
        }
      }
    }
    boolean numeric = units == columns.size();
    Scaling chosen = scaling.chosen(numeric ? raw : statistics(0));
    float[] fill = new float[columns.size()];
    float[] shift = new float[units];
    for (int i = 0; i < columns.size(); i++) {
      Block column = columns.get(i);
      fill[i] = column.category ? column.to - column.from - 1 : (float) chosen.shift(raw[i]);
      for (int d = column.from; d < column.to; d++) {
        unit[d] = column.category ? unit[d] : raw[i];
        shift[d] = (float) chosen.shift(unit[d]);
      }
      if (chosen == Scaling.MIN_MAX && !column.category) {
        fill[i] = (float) raw[i].mean();
      }
    }
    double[] scales = chosen.scales(unit);
    float[] factor = new float[units];
    for (int d = 0; d < units; d++) {
      factor[d] = (float) (1 / scales[d]);
    }
    int[] indicators =
        IntStream.range(0, columns.size()).filter(i -> raw[i].missing() > 0).toArray();
    return new Preprocessing(
        columns,
        indicators,
        mayMiss,
        fill,
        shift,
        factor,
        chosen.clip(),
        chosen == Scaling.COMMON ? Magnitude.of(unit, scales[0]) : null);
  }

  /**
   * As given: each column, of no category, is one unit {@code (value - shift) * factor}. Nothing
   * tells the network of a missing value, which is replaced by {@code fill}.
   */
  public static Preprocessing linear(
      FeatureSpec spec, float[] fill, float[] shift, float[] factor) {
    List<Block> columns =
        IntStream.range(0, spec.width()).mapToObj(i -> new Block(i, i + 1, false)).toList();
    boolean mayMiss = spec.features().stream().anyMatch(feature -> !feature.required());
    return new Preprocessing(
        columns, new int[0], mayMiss, fill.clone(), shift.clone(), factor.clone(), UNBOUNDED, null);
  }

  private static ColumnStatistics[] statistics(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ColumnStatistics(SAMPLE))
        .toArray(ColumnStatistics[]::new);
  }

  private static float oneHot(float value, int level, Block column) {
    float index = Float.isNaN(value) ? column.to - column.from - 1 : value;
    return index == level ? 1 : 0;
  }

  /** F, the columns of a raw row. */
  public int columns() {
    return columns.size();
  }

  /** The units of each raw column, in order. */
  public List<Block> blocks() {
    return List.copyOf(columns);
  }

  /** The same, with the units of categories left at 0 and 1. */
  public Preprocessing withPlainCategories() {
    float[] plainShift = shift.clone();
    float[] plainFactor = factor.clone();
    for (Block block : columns) {
      if (block.category) {
        Arrays.fill(plainShift, block.from, block.to, 0);
        Arrays.fill(plainFactor, block.from, block.to, 1);
      }
    }
    return new Preprocessing(
        columns, indicators, mayMiss, fill, plainShift, plainFactor, clip, null);
  }

  /** D, the units of a standardised row. */
  public int units() {
    return shift.length;
  }

  /** D and the missing indicators: what the network reads. */
  public int inputWidth() {
    return units() + indicators.length;
  }

  /**
   * Standardises one row.
   *
   * @param raw holds F floats at {@code from}
   * @param target receives {@link #inputWidth()} floats at {@code to}
   */
  public void standardise(float[] raw, int from, float[] target, int to) {
    for (int d = 0; d < units(); d++) {
      Block column = columns.get(source[d]);
      float value = raw[from + source[d]];
      if (column.category) {
        value = oneHot(value, d - column.from, column);
      } else if (Float.isNaN(value)) {
        value = fill[source[d]];
      }
      target[to + d] = Math.max(-clip, Math.min(clip, (value - shift[d]) * factor[d]));
    }
    for (int i = 0; i < indicators.length; i++) {
      target[to + units() + i] = Float.isNaN(raw[from + indicators[i]]) ? 1 : 0;
    }
  }

  /** Sets the units of missing values to 0: what is not there is in no error. */
  public void mask(float[] raw, int from, float[] perUnit, int to) {
    for (int d = 0; d < units(); d++) {
      if (Float.isNaN(raw[from + source[d]])) {
        perUnit[to + d] = 0;
      }
    }
  }

  /** How much of everything a row holds; only where its columns are of one kind. */
  public Optional<Magnitude> magnitude() {
    return Optional.ofNullable(magnitude);
  }

  /** Per unit, how many of another's units of the same column one of its units is. */
  public float[] unitsIn(Preprocessing other) {
    float[] ratios = new float[units()];
    for (int d = 0; d < ratios.length; d++) {
      ratios[d] = other.factor[d] / factor[d];
    }
    return ratios;
  }

  /** Which raw column a unit belongs to. */
  int columnOf(int unit) {
    return source[unit];
  }

  /**
   * A row in the graph.
   *
   * @param input what the network reads, {@link #inputWidth()} wide
   * @param units what it should give, {@link #units()} wide
   * @param present per unit 1, or 0 where the value is missing; null where none can miss
   */
  public record Standardised(Value input, Value units, Value present) {}

  /** The same arithmetic in the graph, over the last axis. */
  public Standardised export(Value features) {
    Graph graph = features.graph();
    Value missing = mayMiss ? features.isNaN() : null;
    Value value = mayMiss ? missing.choose(graph.vector(fill), features) : features;
    if (categorical()) {
      Value perUnit = value.gather(-1, longs(source));
      Value hot = perUnit.equal(graph.vector(levels())).toFloat();
      value = graph.constant(category(), units()).greater(graph.scalar(0)).choose(hot, perUnit);
    }
    Value units = value.minus(graph.vector(shift)).times(graph.vector(factor)).clip(-clip, clip);
    if (!mayMiss) {
      return new Standardised(units, units, null);
    }
    Value present = missing.not().toFloat();
    Value input = units;
    if (indicators.length > 0) {
      Value flags = missing.toFloat().gather(-1, longs(indicators));
      input = Value.concat(-1, List.of(units, flags));
    }
    return new Standardised(
        input, units, categorical() ? present.gather(-1, longs(source)) : present);
  }

  /** Standardised rows {@code [N, D]} in the user's units {@code [N, F]}. */
  public Value restore(Value standardised) {
    Graph graph = standardised.graph();
    float[] scale = new float[units()];
    for (int d = 0; d < scale.length; d++) {
      scale[d] = 1 / factor[d];
    }
    Value restored = standardised.times(graph.vector(scale)).plus(graph.vector(shift));
    if (!categorical()) {
      return restored;
    }
    List<Value> parts = new ArrayList<>();
    int numeric = 0;
    for (int i = 0; i <= columns.size(); i++) {
      // a run of numeric columns ends: it is taken over as it is
      if (i == columns.size() || columns.get(i).category) {
        if (numeric < i) {
          parts.add(restored.slice(-1, columns.get(numeric).from, columns.get(i - 1).to));
        }
        numeric = i + 1;
      }
      if (i < columns.size() && columns.get(i).category) {
        Block column = columns.get(i);
        parts.add(restored.slice(-1, column.from, column.to).argMax(-1, true).toFloat());
      }
    }
    return Value.concat(-1, parts);
  }

  /** Sums per unit {@code [N, D]} to sums per column {@code [N, F]}. */
  public Value perColumn(Value perUnit) {
    if (!categorical()) {
      return perUnit;
    }
    float[] members = new float[units() * columns()];
    for (int d = 0; d < units(); d++) {
      members[d * columns() + source[d]] = 1;
    }
    return perUnit.matMul(perUnit.graph().constant(members, units(), columns()));
  }

  private boolean categorical() {
    return units() > columns();
  }

  private float[] category() {
    float[] category = new float[units()];
    for (int d = 0; d < category.length; d++) {
      category[d] = columns.get(source[d]).category ? 1 : 0;
    }
    return category;
  }

  private float[] levels() {
    float[] levels = new float[units()];
    for (int d = 0; d < levels.length; d++) {
      levels[d] = d - columns.get(source[d]).from;
    }
    return levels;
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
