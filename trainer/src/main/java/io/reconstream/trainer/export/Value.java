/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import static io.reconstream.trainer.export.Graph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tensor in a {@link Graph}. Binary operators broadcast as ONNX does; axes may be negative.
 *
 * @param graph the graph it belongs to
 * @param name its name there
 */
public record Value(Graph graph, String name) {

  public Value plus(Value other) {
    return apply("Add", other);
  }

  public Value plus(float constant) {
    return plus(graph.scalar(constant));
  }

  public Value minus(Value other) {
    return apply("Sub", other);
  }

  public Value times(Value other) {
    return apply("Mul", other);
  }

  public Value times(float constant) {
    return times(graph.scalar(constant));
  }

  public Value dividedBy(Value other) {
    return apply("Div", other);
  }

  public Value max(Value other) {
    return apply("Max", other);
  }

  public Value min(Value other) {
    return apply("Min", other);
  }

  public Value squared() {
    return times(this);
  }

  public Value sqrt() {
    return apply("Sqrt");
  }

  public Value log() {
    return apply("Log");
  }

  public Value exp() {
    return apply("Exp");
  }

  public Value abs() {
    return apply("Abs");
  }

  public Value sign() {
    return apply("Sign");
  }

  public Value clip(float low, float high) {
    return apply("Clip", graph.scalar(low), graph.scalar(high));
  }

  public Value matMul(Value other) {
    return apply("MatMul", other);
  }

  /** {@code [N, K]} times {@code [K, M]} plus {@code [M]}. */
  public Value gemm(Value weights, Value bias) {
    return apply("Gemm", weights, bias);
  }

  public Value isNaN() {
    return apply("IsNaN");
  }

  public Value not() {
    return apply("Not");
  }

  public Value equal(Value other) {
    return apply("Equal", other);
  }

  public Value greater(Value other) {
    return apply("Greater", other);
  }

  /** With this as the condition. */
  public Value choose(Value ifTrue, Value ifFalse) {
    return apply("Where", ifTrue, ifFalse);
  }

  /** float32, 1 for true. */
  public Value toFloat() {
    return with("Cast", attribute("to", 1));
  }

  public Value mean(boolean keep, long... axes) {
    return with("ReduceMean", attribute("axes", axes), attribute("keepdims", keep ? 1 : 0));
  }

  public Value sum(boolean keep, long... axes) {
    return graph.apply(
        "ReduceSum", List.of(this, graph.indexes(axes)), attribute("keepdims", keep ? 1 : 0));
  }

  public Value min(boolean keep, long... axes) {
    return with("ReduceMin", attribute("axes", axes), attribute("keepdims", keep ? 1 : 0));
  }

  public Value argMax(long axis, boolean keep) {
    return with("ArgMax", attribute("axis", axis), attribute("keepdims", keep ? 1 : 0));
  }

  public Value argMin(long axis, boolean keep) {
    return with("ArgMin", attribute("axis", axis), attribute("keepdims", keep ? 1 : 0));
  }

  /** The largest values along the last axis, as many as said. */
  public Value largest(long count) {
    return graph.apply("TopK", 2, List.of(this, graph.indexes(count))).get(0);
  }

  /** The columns {@code from} to {@code to - 1} of an axis. */
  public Value slice(long axis, long from, long to) {
    return apply("Slice", graph.indexes(from), graph.indexes(to), graph.indexes(axis));
  }

  /** Picks along an axis; the axis stays. */
  public Value gather(long axis, long... indexes) {
    return graph.apply("Gather", List.of(this, graph.indexes(indexes)), attribute("axis", axis));
  }

  /** Picks one place of an axis, which goes. */
  public Value at(long axis, long index) {
    return graph.apply("Gather", List.of(this, graph.index(index)), attribute("axis", axis));
  }

  /** Picks the rows of this table that the int64 values name. */
  public Value rows(Value places) {
    return graph.apply("Gather", List.of(this, places), attribute("axis", 0));
  }

  /** ONNX rules: 0 keeps a dimension, -1 is what remains. */
  public Value reshape(long... dims) {
    return apply("Reshape", graph.indexes(dims));
  }

  /** With one more axis, of one place. */
  public Value unsqueezed(long axis) {
    return apply("Unsqueeze", graph.indexes(axis));
  }

  public Value transpose(long... permutation) {
    return with("Transpose", attribute("perm", permutation));
  }

  /** Side by side along an axis; a single value is returned as it is. */
  public static Value concat(long axis, List<Value> values) {
    Value first = values.get(0);
    return values.size() == 1
        ? first
        : first.graph.apply("Concat", values, attribute("axis", axis));
  }

  /** A node of this value followed by others. */
  public Value apply(String operator, Value... others) {
    return graph.apply(operator, Stream.concat(Stream.of(this), Arrays.stream(others)).toList());
  }

  /** A node of this value alone, with attributes. */
  public Value with(String operator, AttributeProto... attributes) {
    return graph.apply(operator, List.of(this), attributes);
  }
}
