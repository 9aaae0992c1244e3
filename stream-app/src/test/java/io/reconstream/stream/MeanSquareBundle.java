/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.bundle.GraphContract;
import io.reconstream.model.bundle.Provenance;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A real bundle whose scores can be told by hand: a feature error is the column squared, the score
 * their mean, the reconstruction all zeros.
 */
public final class MeanSquareBundle {
  private MeanSquareBundle() {}

  /** Seals a bundle with this threshold; its version makes its hash differ. */
  public static Bundle seal(Path file, FeatureSpec features, String version, double threshold) {
    return seal(graph(features.width()), file, features, version, threshold);
  }

  /** Seals a bundle on which ONNX Runtime fails where a row's first column is 10 or more. */
  public static Bundle sealFailing(Path file, FeatureSpec features) {
    TensorProto.Builder table =
        TensorProto.newBuilder()
            .setName("table")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(10);
    Collections.nCopies(10, 0f).forEach(table::addFloatData);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("mean square that fails")
            .addInput(value(GraphContract.FEATURES, features.width()))
            .addInitializer(table)
            .addNode(
                node("Cast", "indices", GraphContract.FEATURES).toBuilder()
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("to")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(TensorProto.DataType.INT64_VALUE)))
            .addNode(node("Gather", "zeros", "table", "indices"))
            .addNode(node("Mul", "squares", GraphContract.FEATURES, GraphContract.FEATURES))
            .addNode(node("Add", GraphContract.FEATURE_ERROR, "squares", "zeros"));
    return seal(model(graph, features.width()), file, features, "1", 1);
  }

  /** Seals a bundle whose graph does not give its latent. */
  public static Bundle sealWithoutLatent(Path file, FeatureSpec features) {
    ModelProto.Builder model = graph(features.width()).toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    List<ValueInfoProto> others =
        graph.getOutputList().stream()
            .filter(output -> !output.getName().equals(GraphContract.LATENT))
            .toList();
    graph.clearOutput().addAllOutput(others);
    return seal(model.build(), file, features, "1", 1);
  }

  private static Bundle seal(
      ModelProto graph, Path file, FeatureSpec features, String version, double threshold) {
    int width = features.width();
    BundleMetadata metadata =
        new BundleMetadata(
            BundleMetadata.FORMAT_VERSION,
            "mean-square",
            version,
            features,
            null,
            null,
            ScoreDistribution.fit(
                IntStream.rangeClosed(1, 10_000).mapToDouble(i -> i / 1e4).toArray()),
            new Threshold(threshold, "fixed", Double.NaN),
            new GoldenRows(
                List.of(Collections.nCopies(width, 2f)),
                List.of(4f),
                List.of(Collections.nCopies(width, 4f))),
            new Provenance(
                "2026-01-01T00:00:00Z", List.of(), "00", 10, 10, 7, "", Map.of(), Map.of()));
    return Bundle.seal(graph.toByteArray(), metadata, file);
  }

  /**
   * Seals a bundle of windows: each row is multiplied by its place (the oldest by 1), a feature
   * error is the mean square of its column, the score their mean. With a smoothing the feature
   * errors are the parts.
   */
  public static Bundle sealWindows(
      Path file, FeatureSpec features, double threshold, WindowSpec window, Smoothing smoothing) {
    int width = features.width();
    int length = window.length();
    // mean over places t of (2 t)^2
    float golden = 4f * (length + 1) * (2 * length + 1) / 6;
    BundleMetadata metadata =
        new BundleMetadata(
            BundleMetadata.FORMAT_VERSION,
            "mean-square-windows",
            "1",
            features,
            window,
            smoothing,
            ScoreDistribution.fit(
                IntStream.rangeClosed(1, 10_000).mapToDouble(i -> i / 1e4).toArray()),
            new Threshold(threshold, "fixed", Double.NaN),
            new GoldenRows(
                List.of(Collections.nCopies(length * width, 2f)),
                List.of(golden),
                List.of(Collections.nCopies(width, golden))),
            new Provenance(
                "2026-01-01T00:00:00Z", List.of(), "00", 10, 10, 7, "", Map.of(), Map.of()));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("mean square of windows")
            .addInput(value(GraphContract.FEATURES, length, width))
            .addInitializer(places(length))
            .addNode(node("Mul", "placed", GraphContract.FEATURES, "places"))
            .addNode(node("Mul", "squares", "placed", "placed"))
            .addNode(mean(GraphContract.FEATURE_ERROR, "squares", 0));
    if (smoothing != null) {
      graph
          .addNode(node("Identity", GraphContract.COMPONENTS, GraphContract.FEATURE_ERROR))
          .addOutput(value(GraphContract.COMPONENTS, width));
    }
    return Bundle.seal(model(graph, width).toByteArray(), metadata, file);
  }

  private static TensorProto places(int length) {
    TensorProto.Builder places =
        TensorProto.newBuilder()
            .setName("places")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(length)
            .addDims(1);
    for (int place = 1; place <= length; place++) {
      places.addFloatData(place);
    }
    return places.build();
  }

  private static ModelProto graph(int width) {
    return model(
        GraphProto.newBuilder()
            .setName("mean square")
            .addInput(value(GraphContract.FEATURES, width))
            .addNode(
                node(
                    "Mul",
                    GraphContract.FEATURE_ERROR,
                    GraphContract.FEATURES,
                    GraphContract.FEATURES)),
        width);
  }

  /** Completes a graph that has feature errors. */
  private static ModelProto model(GraphProto.Builder graph, int width) {
    graph
        .addInitializer(
            TensorProto.newBuilder()
                .setName("zero")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .addFloatData(0))
        .addNode(node("Mul", GraphContract.RECONSTRUCTION, GraphContract.FEATURE_ERROR, "zero"))
        .addNode(mean(GraphContract.SCORE, GraphContract.FEATURE_ERROR, 0))
        .addNode(mean(GraphContract.LATENT, GraphContract.FEATURE_ERROR, 1))
        .addOutput(value(GraphContract.SCORE))
        .addOutput(value(GraphContract.FEATURE_ERROR, width))
        .addOutput(value(GraphContract.RECONSTRUCTION, width))
        .addOutput(value(GraphContract.LATENT, 1));
    return ModelProto.newBuilder()
        .setIrVersion(GraphContract.IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(GraphContract.OPSET))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto value(String name, int... dimensions) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (int size : dimensions) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(type)
        .addOutput(output)
        .addAllInput(List.of(inputs))
        .build();
  }

  private static NodeProto mean(String output, String input, int keepDimensions) {
    return node("ReduceMean", output, input).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1))
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("keepdims")
                .setType(AttributeProto.AttributeType.INT)
                .setI(keepDimensions))
        .build();
  }
}
