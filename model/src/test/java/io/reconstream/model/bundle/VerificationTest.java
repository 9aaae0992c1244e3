/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sealed model must be: every rule, with its message. */
class VerificationTest {
  private static final int WIDTH = 3;
  private static final BundleMetadata METADATA = BundleFixture.rows(WIDTH);

  private final ModelProto.Builder model = MeanSquareGraph.rows(WIDTH);

  private static void assertRefused(
      ModelProto.Builder model, BundleMetadata metadata, String message) {
    assertRefused(model, MetadataJson.write(metadata), message);
  }

  private static void assertRefused(ModelProto.Builder model, String json, String message) {
    byte[] bytes = SealedModel.seal(model.build().toByteArray(), json);
    assertThatThrownBy(() -> Bundle.of("m", bytes))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(message);
  }

  private void assertRefused(String message) {
    assertRefused(model, METADATA, message);
  }

  private static String json(String part, String replacement) {
    String json = MetadataJson.write(METADATA);
    assertThat(json).contains(part);
    return json.replace(part, replacement);
  }

  // the graph

  @Test
  void shouldRefuseOtherOpsets() {
    model.getOpsetImportBuilder(0).setVersion(99);
    assertRefused("has opset 99, supported are 13 to 21");
  }

  @Test
  void shouldRefuseModelWithoutOpset() {
    model.clearOpsetImport();
    assertRefused("imports 0 standard operator sets, expected 1");
  }

  @Test
  void shouldRefuseOtherIrVersions() {
    model.setIrVersion(3);
    assertRefused("has IR version 3, supported are 4 to 10");
  }

  private static NodeProto foreign() {
    return MeanSquareGraph.node("Attack", "hit", "features").toBuilder()
        .setDomain("com.example")
        .build();
  }

  private static final String FOREIGN =
      "node 'hit' (Attack) is of the operator domain 'com.example', allowed are ai.onnx and ai.onnx.ml";

  @Test
  void shouldRefuseForeignOperators() {
    model.getGraphBuilder().addNode(foreign());
    assertRefused(FOREIGN);
  }

  @Test
  void shouldRefuseForeignOperatorsInSubgraphs() {
    GraphProto inner = GraphProto.newBuilder().addNode(foreign()).build();
    GraphProto outer =
        GraphProto.newBuilder()
            .addNode(withGraph(NodeProto.newBuilder().setOpType("If"), inner))
            .build();
    model.getGraphBuilder().addNode(withGraph(NodeProto.newBuilder().setOpType("If"), outer));
    assertRefused(FOREIGN);
  }

  private static NodeProto withGraph(NodeProto.Builder node, GraphProto graph) {
    return node.addAttribute(
            AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPHS)
                .addGraphs(graph))
        .build();
  }

  @Test
  void shouldRefuseForeignOperatorsInTraining() {
    model.addTrainingInfo(
        TrainingInfoProto.newBuilder().setAlgorithm(GraphProto.newBuilder().addNode(foreign())));
    assertRefused(FOREIGN);
  }

  @Test
  void shouldRefuseFunctions() {
    model.addFunctions(FunctionProto.newBuilder().setName("f"));
    assertRefused(
        "has a function of its own, 'f', expected plain nodes; export it with functions inlined");
  }

  @Test
  void shouldRefuseLoopsAlsoInSubgraphs() {
    for (String loop : List.of("Loop", "Scan", "SequenceMap")) {
      GraphProto inner =
          GraphProto.newBuilder().addNode(MeanSquareGraph.node(loop, "again")).build();
      ModelProto.Builder nested = MeanSquareGraph.rows(WIDTH);
      nested.getGraphBuilder().addNode(withGraph(NodeProto.newBuilder().setOpType("If"), inner));
      assertRefused(
          nested,
          METADATA,
          "node 'again' is a %s, expected nodes that run once for a batch".formatted(loop));
    }
  }

  @Test
  void shouldRefuseRecurrentWeightsOfOtherDimensions() {
    TensorProto flat =
        TensorProto.newBuilder()
            .setName("r")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(List.of(4L, 1L))
            .addAllFloatData(List.of(1f, 1f, 1f, 1f))
            .build();
    ModelProto.Builder constant = model.clone();
    model.getGraphBuilder().addNode(MeanSquareGraph.node("LSTM", "y", "x", "w", "r"));
    model.getGraphBuilder().addInitializer(flat);
    String refused =
        "node 'y' (LSTM) has weights 'r' of the dimensions [4, 1], expected 3 dimensions";
    assertRefused(refused);
    constant
        .getGraphBuilder()
        .addNode(MeanSquareGraph.node("LSTM", "y", "x", "w", "r"))
        .addNode(
            MeanSquareGraph.node("Constant", "r").toBuilder()
                .addAttribute(AttributeProto.newBuilder().setName("value").setT(flat)));
    assertRefused(constant, METADATA, refused);
  }

  @Test
  void shouldRefuseSparseTensors() {
    model.getGraphBuilder().addSparseInitializer(SparseTensorProto.newBuilder().addDims(1L << 40));
    assertRefused("has a sparse tensor, expected plain ones");
  }

  @Test
  void shouldRefuseTensorsThatDeclareMoreThanTheyHold() {
    TensorProto.Builder scale = model.getGraphBuilder().getInitializerBuilder(0);
    scale.clearDims().addDims(1L << 36);
    assertRefused(
        "tensor 'scale' declares 68719476736 values by its dimensions [68719476736], but has data for at most 2");
    scale.clearDims().addAllDims(List.of(1L << 40, 1L << 40));
    assertRefused("tensor 'scale' has the dimensions [1099511627776, 1099511627776], which no");
    scale.clearDims().addDims(-1);
    assertRefused("tensor 'scale' has the dimensions [-1], which no tensor has");
  }

  @Test
  void shouldAllowStandardMachineLearningOperators() {
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3));
    model
        .getGraphBuilder()
        .addNode(
            MeanSquareGraph.node("Scaler", "scaled", "features").toBuilder()
                .setDomain("ai.onnx.ml"));
    byte[] sealed = SealedModel.seal(model.build().toByteArray(), MetadataJson.write(METADATA));
    assertThat(Bundle.of("m", sealed).metadata()).isEqualTo(METADATA);
  }

  @Test
  void shouldRefuseDataInOtherFiles() {
    TensorProto external =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .build();
    String message = "tensor 'weights' has its data in another file, expected all data inside";
    model.getGraphBuilder().addInitializer(external);
    assertRefused(message);

    TensorProto hidden =
        external.toBuilder()
            .clearDataLocation()
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"))
            .build();
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(hidden)
            .build();
    ModelProto.Builder constant = MeanSquareGraph.rows(WIDTH);
    constant
        .getGraphBuilder()
        .addNode(MeanSquareGraph.node("Constant", "c").toBuilder().addAttribute(attribute));
    assertRefused(constant, METADATA, message);
  }

  // inputs and outputs

  @Test
  void shouldRefuseOtherInputs() {
    model.getGraphBuilder().getInputBuilder(0).setName("x");
    assertRefused("the graph has the inputs [x], expected only 'features'");
  }

  @Test
  void shouldRefuseFurtherInputs() {
    model.getGraphBuilder().addInput(MeanSquareGraph.value("more", -1, 1));
    assertRefused("the graph has the inputs [features, more], expected only 'features'");
  }

  @Test
  void shouldPassOverInitializersListedAsInputs() {
    model.getGraphBuilder().addInput(MeanSquareGraph.value("scale", 1));
    byte[] sealed = SealedModel.seal(model.build().toByteArray(), MetadataJson.write(METADATA));
    assertThat(Bundle.of("m", sealed).metadata()).isEqualTo(METADATA);
  }

  @Test
  void shouldRefuseInputOfAnotherRank() {
    model.getGraphBuilder().setInput(0, MeanSquareGraph.value("features", -1));
    assertRefused("input 'features' has 1 dimensions, expected 2 or 3");
  }

  @Test
  void shouldRefuseInputOfAnotherType() {
    ValueInfoProto.Builder input = model.getGraphBuilder().getInputBuilder(0);
    input.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.DOUBLE_VALUE);
    assertRefused("input 'features' has the ONNX element type 11, expected 1 (float32)");
  }

  @Test
  void shouldRefuseFixedBatchSize() {
    model.getGraphBuilder().setInput(0, MeanSquareGraph.value("features", 1, WIDTH));
    assertRefused(
        "input 'features' takes exactly 1 inputs at a time, expected any number (a named dimension)");
  }

  @Test
  void shouldRefuseOpenWidth() {
    model.getGraphBuilder().setInput(0, MeanSquareGraph.value("features", -1, -1));
    assertRefused("dimension 1 of 'features' is 'N', expected a fixed size of at least 1");
    model.getGraphBuilder().setInput(0, MeanSquareGraph.value("features", -1, 0));
    assertRefused("dimension 1 of 'features' is 0, expected a fixed size of at least 1");
  }

  @Test
  void shouldRefuseMissingOutput() {
    for (String output : List.of("score", "feature_error", "reconstruction")) {
      ModelProto.Builder without = MeanSquareGraph.rows(WIDTH);
      GraphProto.Builder graph = without.getGraphBuilder();
      List<ValueInfoProto> others =
          graph.getOutputList().stream().filter(o -> !o.getName().equals(output)).toList();
      graph.clearOutput().addAllOutput(others);
      assertRefused(without, METADATA, "the graph has no output '%s', only [".formatted(output));
    }
  }

  @Test
  void shouldRefuseOutputOfAnotherShape() {
    model.getGraphBuilder().setOutput(0, MeanSquareGraph.value("score", -1, 1));
    assertRefused("output 'score' has 2 dimensions, expected 1");
    model.getGraphBuilder().setOutput(0, MeanSquareGraph.value("score", -1));
    model.getGraphBuilder().setOutput(1, MeanSquareGraph.value("feature_error", -1, 2));
    assertRefused("output 'feature_error' has 2 columns, expected 3 as input 'features'");
  }

  // metadata

  @Test
  void shouldRefuseOtherFormatVersions() {
    assertRefused(
        model,
        json("\"formatVersion\":1", "\"formatVersion\":2"),
        "has bundle format version 2, supported is 1");
    assertRefused(
        model, json("\"formatVersion\":1,", ""), "has bundle format version none, supported is 1");
  }

  @Test
  void shouldPassOverPropertiesOfLaterWriters() {
    String json = json("\"name\":\"fixture\"", "\"name\":\"fixture\",\"colour\":{\"deep\":[1]}");
    byte[] sealed = SealedModel.seal(model.build().toByteArray(), json);
    assertThat(Bundle.of("m", sealed).metadata()).isEqualTo(METADATA);
  }

  @Test
  void shouldRefuseMetadataThatAreNoJson() {
    assertRefused(model, "{", "metadata are not JSON: ");
    assertRefused(model, "[]", "has bundle format version none, supported is 1");
    assertRefused(model, "[".repeat(100_000), "metadata are not JSON: ");
  }

  @Test
  void shouldRefuseMissingMetadata() {
    for (String part :
        List.of(
            "name", "version", "features", "distribution", "threshold", "golden", "provenance")) {
      assertRefused(
          model,
          json("\"%s\":".formatted(part), "\"_%s\":".formatted(part)),
          part.equals("name")
              ? "a value is missing that every bundle has"
              : "metadata lack '%s'".formatted(part));
    }
    assertRefused(model, json("\"name\":\"fixture\"", "\"name\":null"), "metadata lack 'name'");
  }

  @Test
  void shouldSayWhereMetadataAreWrong() {
    assertRefused(
        model,
        json("\"value\":3.0", "\"value\":1e999"),
        "metadata at threshold: threshold is Infinity, expected a finite number");
    assertRefused(
        model, json("\"value\":3.0", "\"value\":\"high\""), "metadata at threshold.value: ");
    assertRefused(
        model,
        json("\"type\":\"numeric\",\"name\":\"x1\"", "\"type\":\"audio\",\"name\":\"x1\""),
        "metadata at features.features[1]: ");
    assertRefused(
        model, json("\"x1\",\"field\":\"x1\"", "\"x1\",\"field\":\"x 1\""), "field path 'x 1'");
    assertRefused(
        model, json("\"x1\",\"field\"", "\"x2\",\"field\""), "two features fill the column 'x2'");
    assertRefused(model, json("\"scores\":[4.0,", "\"scores\":["), "2 golden rows have 1 scores");
    assertRefused(
        model, json("\"count\":4", "\"count\":0"), "metadata at distribution: a distribution of 0");
  }

  @Test
  void shouldRefuseMetadataThatDoNotFitTheGraph() {
    assertRefused(
        model,
        BundleFixture.rows(2),
        "metadata and graph disagree: features fill 2 input columns, expected 3");
    assertRefused(
        model,
        BundleFixture.metadata(
            METADATA.features(),
            new WindowSpec(5, WindowSpec.WarmUp.WAIT),
            null,
            METADATA.golden()),
        "metadata and graph disagree: window (0: none) has 5 rows in the graph, expected 0");
    assertRefused(
        MeanSquareGraph.windows(4, WIDTH, false),
        METADATA,
        "metadata and graph disagree: window (0: none) has 0 rows in the graph, expected 4");
    assertRefused(
        model,
        BundleFixture.metadata(
            METADATA.features(), null, new Smoothing(0.1, 1, List.of(1.0)), METADATA.golden()),
        "smoothing (0: none) has 1 weights and the graph's score parts, expected 0");
    assertRefused(
        model,
        BundleFixture.metadata(METADATA.features(), null, null, BundleFixture.golden(1, 2)),
        "metadata and graph disagree: golden row 0 has 2 values, expected 3");
    assertRefused(
        model,
        BundleFixture.metadata(
            METADATA.features(),
            null,
            null,
            new GoldenRows(
                List.of(Collections.nCopies(WIDTH, 1f)), List.of(1f), List.of(List.of(1f)))),
        "metadata and graph disagree: golden row 0 has 1 feature errors, expected 3");
  }

  // limits

  @Test
  void shouldRefuseSizesThatNoBufferHas() {
    model.getGraphBuilder().setOutput(3, MeanSquareGraph.value("latent", -1, Integer.MAX_VALUE));
    assertRefused("dimension 1 of 'latent' is 2147483647, allowed are at most 4194304");
    // 65,536 * 65,536 values are 0 in an int
    assertRefused(
        MeanSquareGraph.windows(65_536, 65_536, false),
        METADATA,
        "input 'features' has 4294967296 values (65536 rows of 65536), allowed are at most 4194304");
  }

  @Test
  void shouldRefuseMetadataThatNeedMuchMoreMemoryThanAnyModel() {
    assertRefused(
        model,
        " ".repeat(MetadataJson.MAX_CHARACTERS + 1),
        "metadata have 33554433 characters, allowed are at most 33554432");
  }

  @Test
  void shouldRefuseBeforeReadingWhatWouldFillTheHeap() {
    byte[] packed =
        MeanSquareGraph.rows(WIDTH)
            .setGraph(
                GraphProto.newBuilder()
                    .addInitializer(
                        TensorProto.newBuilder().addAllInt64Data(Collections.nCopies(1 << 20, 1L))))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> WireLimits.check(packed, ModelProto.getDescriptor(), 16L << 20))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "may take 11 MiB of heap to read, allowed is half of the 16 MiB that this JVM has (-Xmx)");
  }

  @Test
  void shouldRefuseNestingThatOverflowsAStack() {
    GraphProto graph = GraphProto.newBuilder().setName("innermost").build();
    for (int depth = 0; depth < 40; depth++) {
      graph =
          GraphProto.newBuilder()
              .addNode(withGraph(NodeProto.newBuilder().setOpType("If"), graph))
              .build();
    }
    byte[] bytes = model.setGraph(graph).build().toByteArray();
    assertThatThrownBy(() -> Bundle.of("m", bytes))
        .hasMessage("m: is nested more than 64 levels deep, which no model is");
  }

  @Test
  void shouldRefuseMoreObjectsThanAHeapHolds() {
    // two bytes a field: an empty node each
    byte[] nodes = new byte[2 * (WireLimits.MAX_FIELDS + 1)];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = (GraphProto.NODE_FIELD_NUMBER << 3) | 2;
    }
    ModelProto hostile =
        ModelProto.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        ModelProto.GRAPH_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(nodes))
                            .build())
                    .build())
            .build();
    assertThatThrownBy(() -> Bundle.of("m", hostile.toByteArray()))
        .hasMessage("m: has more than 1000000 fields, which no model of a stream has");
  }
}
