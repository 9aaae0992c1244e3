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
    return Bundle.seal(graph(width).toByteArray(), metadata, file);
  }

  private static ModelProto graph(int width) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("mean square")
            .addInput(value(GraphContract.FEATURES, width))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("zero")
                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                    .addDims(1)
                    .addFloatData(0))
            .addNode(
                node(
                    "Mul",
                    GraphContract.FEATURE_ERROR,
                    GraphContract.FEATURES,
                    GraphContract.FEATURES))
            .addNode(node("Mul", GraphContract.RECONSTRUCTION, GraphContract.FEATURES, "zero"))
            .addNode(mean(GraphContract.SCORE, 0))
            .addNode(mean(GraphContract.LATENT, 1))
            .addOutput(value(GraphContract.SCORE))
            .addOutput(value(GraphContract.FEATURE_ERROR, width))
            .addOutput(value(GraphContract.RECONSTRUCTION, width))
            .addOutput(value(GraphContract.LATENT, 1))
            .build();
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

  private static NodeProto mean(String output, int keepDimensions) {
    return node("ReduceMean", output, GraphContract.FEATURE_ERROR).toBuilder()
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
