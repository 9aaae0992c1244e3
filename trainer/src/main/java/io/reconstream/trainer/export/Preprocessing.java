/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.dataset.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * From a raw row of F columns to the standardised row of D units that the network reconstructs, and
 * back. A number is one unit, bent by a curve first where its tails are heavy; a category is one
 * unit per level and one for unseen levels. A missing value is imputed by the column's centre, a
 * missing category has no level. Columns with values missing in training are followed, in the
 * network's input only, by a missing indicator each.
 *
 * <p>A network that met no unseen level has nothing to say about one, so it reads a row without any
 * level; in the row that it is compared with, the unit of unseen levels is as far away as such a
 * level is rare.
 *
 * <p>{@link #standardise} is what training computes, {@link #export} the same in the graph.
 */
public final class Preprocessing {
  /** As far as a value may be for its square to be a float. */
  private static final float UNBOUNDED = 0x1p60f;

  private final List<Block> columns;
  private final int[] indicators;
  private final boolean mayMiss;
  private final float[] fill;
  private final Curves curves;
  private final List<String> scalings;
  private final int[] source;
  private final float[] shift;
  private final float[] factor;
  private final float[] strange;
  private final float clip;
  private final Magnitude magnitude;

  /** A raw column and its units {@code from} to {@code to - 1}, of a category the last unseen. */
  public record Block(int from, int to, boolean category) {
    /** What a missing category is taken for. */
    static final int NO_LEVEL = -1;

    /** A category's unit: 1 where the row has its level. */
    float oneHot(float value, int unit) {
      return (Float.isNaN(value) ? NO_LEVEL : value) == unit - from ? 1 : 0;
    }

    boolean isUnseen(float value) {
      return category && value == to - from - 1;
    }
  }

  /**
   * @param fill per column, in its own unit
   * @param scalings per column, what it is called; empty of a category
   * @param strange per column, how far away an unseen level is
   */
  Preprocessing(
      List<Block> columns,
      int[] indicators,
      boolean mayMiss,
      float[] fill,
      Curves curves,
      List<String> scalings,
      float[] shift,
      float[] factor,
      float[] strange,
      float clip,
      Magnitude magnitude) {
    this.magnitude = magnitude;
    this.columns = columns;
    this.indicators = indicators;
    this.mayMiss = mayMiss;
    this.fill = fill;
    this.curves = curves;
    this.scalings = scalings;
    this.shift = shift;
    this.factor = factor;
    this.strange = strange;
    this.clip = clip;
    this.source = new int[shift.length];
    for (int i = 0; i < columns.size(); i++) {
      Arrays.fill(source, columns.get(i).from, columns.get(i).to, i);
    }
  }

  /**
   * Fits on training rows, all columns by one rule; of windows, on their last rows.
   *
   * @param rows of width F, or T * F
   */
  public static Preprocessing fit(FeatureSpec spec, Rows rows, Scaling scaling) {
    return new PreprocessingFit(spec, rows).fit(scaling);
  }

  /**
   * The same, each column by its own scaler.
   *
   * @param scalers of a feature, by its name
   * @param output what the network's last layer can give: with a sigmoid all columns range from 0
   *     to 1, and the units of categories are 0 and 1 with it and with a softmax
   */
  public static Preprocessing fit(
      FeatureSpec spec, Rows rows, Function<String, Scaler> scalers, OutputActivation output) {
    return new PreprocessingFit(spec, rows).fit(scalers, output);
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
        columns,
        new int[0],
        mayMiss,
        fill.clone(),
        Curves.none(columns.size()),
        Collections.nCopies(columns.size(), ""),
        shift.clone(),
        factor.clone(),
        new float[columns.size()],
        UNBOUNDED,
        null);
  }

  /** F, the columns of a raw row. */
  public int columns() {
    return columns.size();
  }

  /** The units of each raw column, in order. */
  public List<Block> blocks() {
    return List.copyOf(columns);
  }

  /** What each raw column is scaled by, in order; empty where it is a category. */
  public List<String> scalings() {
    return scalings;
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
   * Standardises one row, as a network reads it.
   *
   * @param raw holds F floats at {@code from}
   * @param target receives {@link #inputWidth()} floats at {@code to}
   */
  public void standardise(float[] raw, int from, float[] target, int to) {
    for (int i = 0; i < columns.size(); i++) {
      Block column = columns.get(i);
      float value = raw[from + i];
      if (!column.category) {
        value = curves.of(i, Float.isNaN(value) ? fill[i] : value);
        target[to + column.from] = scaled(column.from, value);
        continue;
      }
      float level = column.isUnseen(value) ? Block.NO_LEVEL : value;
      for (int d = column.from; d < column.to; d++) {
        target[to + d] = scaled(d, column.oneHot(level, d));
      }
    }
    for (int i = 0; i < indicators.length; i++) {
      target[to + units() + i] = Float.isNaN(raw[from + indicators[i]]) ? 1 : 0;
    }
  }

  private float scaled(int unit, float value) {
    return Math.max(-clip, Math.min(clip, (value - shift[unit]) * factor[unit]));
  }

  /**
   * Corrects what is left of a row when its standardised values are taken from its reconstruction:
   * what is missing is in no error, and an unseen level is as far from anything as it is rare.
   *
   * @param raw holds F floats at {@code from}
   * @param residual holds D floats at {@code to}
   */
  public void correct(float[] raw, int from, float[] residual, int to) {
    for (int i = 0; i < columns.size(); i++) {
      Block column = columns.get(i);
      if (Float.isNaN(raw[from + i])) {
        Arrays.fill(residual, to + column.from, to + column.to, 0);
      } else if (column.isUnseen(raw[from + i])) {
        residual[to + column.to - 1] -= strange[i];
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
    Value filled = mayMiss ? missing.choose(graph.vector(fill), features) : features;
    Value value = curves.export(filled);
    Value unseen = null;
    if (categorical()) {
      Value perUnit = value.gather(-1, longs(source));
      Value hot = perUnit.equal(graph.vector(levels(false))).toFloat();
      unseen = perUnit.equal(graph.vector(levels(true))).toFloat();
      value = graph.constant(category(), units()).greater(graph.scalar(0)).choose(hot, perUnit);
    }
    Value read = value.minus(graph.vector(shift)).times(graph.vector(factor)).clip(-clip, clip);
    Value units = unseen == null ? read : read.plus(unseen.times(graph.vector(strangeUnits())));
    if (!mayMiss) {
      return new Standardised(read, units, null);
    }
    Value present = missing.not().toFloat();
    Value input = read;
    if (indicators.length > 0) {
      Value flags = missing.toFloat().gather(-1, longs(indicators));
      input = Value.concat(-1, List.of(read, flags));
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
    int[] places = columns.stream().mapToInt(Block::from).toArray();
    Value restored =
        curves.restore(
            standardised.times(graph.vector(scale)).plus(graph.vector(shift)), places, units());
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

  /**
   * Per unit the level that it stands for, of columns that are no categories none.
   *
   * @param unseen for the units of unseen levels alone, or for all others
   */
  private float[] levels(boolean unseen) {
    float[] levels = new float[units()];
    Arrays.fill(levels, Float.NaN);
    for (Block column : columns) {
      for (int d = column.from; d < column.to && column.category; d++) {
        if ((d == column.to - 1) == unseen) {
          levels[d] = d - column.from;
        }
      }
    }
    return levels;
  }

  private float[] strangeUnits() {
    float[] perUnit = new float[units()];
    for (int i = 0; i < strange.length; i++) {
      perUnit[columns.get(i).to - 1] = strange[i];
    }
    return perUnit;
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
