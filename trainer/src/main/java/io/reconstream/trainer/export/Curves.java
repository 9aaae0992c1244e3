/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The curves of a row's columns; null for a column that has none. */
record Curves(List<Curve> ofColumns) {

  static Curves none(int columns) {
    return new Curves(Arrays.asList(new Curve[columns]));
  }

  float of(int column, float value) {
    Curve curve = ofColumns.get(column);
    return curve == null ? value : curve.of(value);
  }

  boolean isEmpty() {
    return ofColumns.stream().allMatch(curve -> curve == null);
  }

  /** The curved columns of raw ones, over the last axis. */
  Value export(Value columns) {
    return replaced(columns, columns(), ofColumns.size(), Curves::logs, Curves::steps);
  }

  /**
   * The other way.
   *
   * @param units the last axis holds {@code width} of them
   * @param places where each column's unit is
   */
  Value restore(Value units, int[] places, int width) {
    return replaced(units, places, width, Curves::exponentials, Curves::stepsBack);
  }

  private int[] columns() {
    return IntStream.range(0, ofColumns.size()).toArray();
  }

  /** What a kind of curve makes of its columns alone. */
  private interface Export<C extends Curve> {
    Value of(Value picked, List<C> curves);
  }

  private Value replaced(
      Value values, int[] places, int width, Export<Curve.Log> logs, Export<Curve.Steps> steps) {
    long[] picks = IntStream.range(0, width).asLongStream().toArray();
    List<Value> parts = new ArrayList<>(List.of(values));
    int next = append(Curve.Log.class, logs, values, places, picks, width, parts);
    append(Curve.Steps.class, steps, values, places, picks, next, parts);
    return parts.size() == 1 ? values : Value.concat(-1, parts).gather(-1, picks);
  }

  private <C extends Curve> int append(
      Class<C> kind,
      Export<C> export,
      Value values,
      int[] places,
      long[] picks,
      int from,
      List<Value> parts) {
    int[] columns =
        IntStream.range(0, ofColumns.size())
            .filter(i -> kind.isInstance(ofColumns.get(i)))
            .toArray();
    if (columns.length == 0) {
      return from;
    }
    long[] sources = Arrays.stream(columns).mapToLong(i -> places[i]).toArray();
    for (int i = 0; i < columns.length; i++) {
      picks[places[columns[i]]] = (long) from + i;
    }
    List<C> curves = Arrays.stream(columns).mapToObj(i -> kind.cast(ofColumns.get(i))).toList();
    parts.add(export.of(values.gather(-1, sources), curves));
    return from + columns.length;
  }

  private static Value logs(Value values, List<Curve.Log> curves) {
    Graph graph = values.graph();
    Value far =
        values
            .minus(graph.vector(floats(curves, Curve.Log::centre)))
            .times(graph.vector(floats(curves, curve -> 1 / curve.scale())))
            .clip(-Curve.Log.FARTHEST, Curve.Log.FARTHEST);
    Value size = far.abs();
    return far.sign().times(size.plus(size.squared().plus(1).sqrt()).log());
  }

  private static Value exponentials(Value curved, List<Curve.Log> curves) {
    Graph graph = curved.graph();
    return curved
        .clip(-Curve.Log.HIGHEST, Curve.Log.HIGHEST)
        .with("Sinh")
        .times(graph.vector(floats(curves, Curve.Log::scale)))
        .plus(graph.vector(floats(curves, Curve.Log::centre)));
  }

  private static Value steps(Value values, List<Curve.Steps> curves) {
    return through(values, curves, Curve.Steps::values, Curve.Steps::odds);
  }

  private static Value stepsBack(Value odds, List<Curve.Steps> curves) {
    return through(odds, curves, Curve.Steps::odds, Curve.Steps::values);
  }

  /** All pieces of all columns at once; columns with fewer are filled up with flat ones. */
  private static Value through(
      Value values,
      List<Curve.Steps> curves,
      Function<Curve.Steps, float[]> from,
      Function<Curve.Steps, float[]> to) {
    int pieces = curves.stream().mapToInt(Curve.Steps::pieces).max().orElseThrow();
    float[] starts = new float[curves.size() * pieces];
    float[] factors = new float[starts.length];
    float[] rises = new float[starts.length];
    float[] lowest = new float[starts.length];
    float[] highest = new float[starts.length];
    Arrays.fill(highest, 1);
    float[] first = new float[curves.size()];
    for (int i = 0; i < curves.size(); i++) {
      float[] ends = from.apply(curves.get(i));
      float[] levels = to.apply(curves.get(i));
      first[i] = levels[0];
      int own = curves.get(i).pieces();
      for (int piece = 0; piece < own; piece++) {
        int at = i * pieces + piece;
        starts[at] = ends[piece];
        factors[at] = 1 / (ends[piece + 1] - ends[piece]);
        rises[at] = levels[piece + 1] - levels[piece];
      }
      lowest[i * pieces] = -Float.MAX_VALUE;
      highest[i * pieces + own - 1] = Float.MAX_VALUE;
    }
    Graph graph = values.graph();
    Value shares =
        values
            .unsqueezed(-1)
            .minus(graph.constant(starts, curves.size(), pieces))
            .times(graph.constant(factors, curves.size(), pieces))
            .max(graph.constant(lowest, curves.size(), pieces))
            .min(graph.constant(highest, curves.size(), pieces));
    return shares
        .times(graph.constant(rises, curves.size(), pieces))
        .sum(false, -1)
        .plus(graph.vector(first));
  }

  private static float[] floats(List<Curve.Log> curves, Function<Curve.Log, Float> number) {
    float[] floats = new float[curves.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = number.apply(curves.get(i));
    }
    return floats;
  }
}
