/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sizes a graph declares.
 *
 * @param windowLength T, 0 for a graph of single rows
 * @param width F
 * @param latentWidth K, 0 where the graph does not give its latent
 * @param componentCount C, 0 where the score is final
 */
record GraphShape(int windowLength, int width, int latentWidth, int componentCount) {
  /** Of one input or output of one event: buffers are made for what a graph declares. */
  static final int MAX_VALUES = 1 << 22;

  /**
   * Reads the sizes off a graph that follows {@link GraphContract}.
   *
   * @throws BundleException if an input or output is missing, of another type or shape
   */
  static GraphShape of(GraphProto graph) {
    List<Dimension> features = input(graph);
    int width = fixed(GraphContract.FEATURES, features, features.size() - 1);
    int windowLength = features.size() == 3 ? fixed(GraphContract.FEATURES, features, 1) : 0;

    if ((long) Math.max(windowLength, 1) * width > MAX_VALUES) {
      throw new BundleException(
          "input '%s' has %d values (%d rows of %d), allowed are at most %d"
              .formatted(
                  GraphContract.FEATURES,
                  (long) windowLength * width,
                  windowLength,
                  width,
                  MAX_VALUES));
    }

    output(graph, GraphContract.SCORE, 1);
    for (String output : List.of(GraphContract.FEATURE_ERROR, GraphContract.RECONSTRUCTION)) {
      int actual = fixed(output, output(graph, output, 2), 1);
      if (actual != width) {
        throw new BundleException(
            "output '%s' has %d columns, expected %d as input '%s'"
                .formatted(output, actual, width, GraphContract.FEATURES));
      }
    }
    return new GraphShape(
        windowLength,
        width,
        optional(graph, GraphContract.LATENT),
        optional(graph, GraphContract.COMPONENTS));
  }

  /** The columns of an output, 0 where there is none. */
  private static int optional(GraphProto graph, String name) {
    boolean there = graph.getOutputList().stream().anyMatch(o -> o.getName().equals(name));
    return there ? fixed(name, output(graph, name, 2), 1) : 0;
  }

  /** The inputs that are no constants. */
  static List<ValueInfoProto> inputs(GraphProto graph) {
    // Before IR 4 every initializer was listed as an input, too.
    Set<String> initializers =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return graph.getInputList().stream()
        .filter(input -> !initializers.contains(input.getName()))
        .toList();
  }

  private static List<Dimension> input(GraphProto graph) {
    List<ValueInfoProto> inputs = inputs(graph);
    if (inputs.size() != 1 || !inputs.get(0).getName().equals(GraphContract.FEATURES)) {
      throw new BundleException(
          "the graph has the inputs %s, expected only '%s'"
              .formatted(names(inputs), GraphContract.FEATURES));
    }
    return dimensions("input", inputs.get(0), 2, 3);
  }

  private static List<Dimension> output(GraphProto graph, String name, int rank) {
    List<ValueInfoProto> found =
        graph.getOutputList().stream().filter(output -> output.getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new BundleException(
          "the graph has no output '%s', only %s".formatted(name, names(graph.getOutputList())));
    }
    return dimensions("output", found.get(0), rank, rank);
  }

  static List<String> names(List<ValueInfoProto> values) {
    return values.stream().map(ValueInfoProto::getName).toList();
  }

  static List<Dimension> dimensions(String what, ValueInfoProto value, int minRank, int maxRank) {
    TypeProto.Tensor tensor = value.getType().getTensorType();
    if (tensor.getElemType() != TensorProto.DataType.FLOAT_VALUE) {
      throw new BundleException(
          "%s '%s' has the ONNX element type %d, expected %d (float32)"
              .formatted(
                  what, value.getName(), tensor.getElemType(), TensorProto.DataType.FLOAT_VALUE));
    }
    List<Dimension> dimensions = tensor.getShape().getDimList();
    if (dimensions.size() < minRank || dimensions.size() > maxRank) {
      throw new BundleException(
          "%s '%s' has %d dimensions, expected %s"
              .formatted(
                  what,
                  value.getName(),
                  dimensions.size(),
                  minRank == maxRank ? minRank : minRank + " or " + maxRank));
    }
    if (dimensions.get(0).hasDimValue()) {
      throw new BundleException(
          "%s '%s' takes exactly %d inputs at a time, expected any number (a named dimension)"
              .formatted(what, value.getName(), dimensions.get(0).getDimValue()));
    }
    return dimensions;
  }

  static int fixed(String name, List<Dimension> dimensions, int index) {
    Dimension dimension = dimensions.get(index);
    long size = dimension.getDimValue();
    if (size > MAX_VALUES) {
      throw new BundleException(
          "dimension %d of '%s' is %d, allowed are at most %d"
              .formatted(index, name, size, MAX_VALUES));
    }
    if (!dimension.hasDimValue() || size < 1) {
      throw new BundleException(
          "dimension %d of '%s' is %s, expected a fixed size of at least 1"
              .formatted(
                  index,
                  name,
                  dimension.hasDimValue() ? size : "'" + dimension.getDimParam() + "'"));
    }
    return (int) size;
  }
}
