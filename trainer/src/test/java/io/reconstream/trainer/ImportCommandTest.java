/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph that was made elsewhere: it projects two standardised columns on their diagonal. */
class ImportCommandTest {
  @TempDir Path folder;

  private Path out;
  private ModelProto.Builder model;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    out = folder.resolve("boiler.onnx");
    model = projection(2);
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("temperature,pressure"));
    for (int i = 0; i < 1000; i++) {
      double temperature = 60 + 10 * random.nextGaussian();
      double pressure = 0.02 * temperature + 0.01 * random.nextGaussian();
      lines.add("%.4f,%.5f".formatted(temperature, pressure));
    }
    Files.write(folder.resolve("normal.csv"), lines);
  }

  /** {@code x -> x P}, where P averages the columns. */
  private static ModelProto.Builder projection(int width) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(width)
            .addDims(width);
    for (int i = 0; i < width * width; i++) {
      weights.addFloatData(1f / width);
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("plain")
                .addInput(value("x", -1, width))
                .addInitializer(weights)
                .addNode(node("MatMul", "y", "x", "weights"))
                .addOutput(value("y", -1, width)));
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto value(String name, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (dim < 0) {
        dimension.setDimParam("batch");
      } else {
        dimension.setDimValue(dim);
      }
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private Result run(String yaml, String... more) throws IOException {
    Path graph = folder.resolve("plain.onnx");
    Files.write(graph, model.build().toByteArray());
    Path config = Files.writeString(folder.resolve("boiler.yaml"), yaml);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                "--graph",
                graph.toString(),
                "--config",
                config.toString(),
                "--out",
                out.toString()));
    arguments.addAll(Arrays.asList(more));
    StringWriter text = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(text, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(code, text.toString(), err.toString());
  }

  private static final String STANDARD =
      """
      name: boiler
      data: {files: normal.csv}
      features: [temperature, pressure]
      scaling: standard
      threshold: {rate: 0.01}
      """;

  @ParameterizedTest
  @ValueSource(longs = {13, 17, 18, 21})
  void shouldSealAndCalibrateAGraphOfAnyOperatorSet(long opset) throws IOException {
    model.setIrVersion(opset > 18 ? 10 : 8).getOpsetImportBuilder(0).setVersion(opset);
    Result result = run(STANDARD);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("boiler 1, sealed in " + out)
        .contains("1,000 held out", "by budget", "temperature")
        .doesNotContain("explains nothing");
    Bundle bundle = Bundle.read(out);
    assertThat(bundle.metadata().features().columns()).containsExactly("temperature", "pressure");
    assertThat(bundle.metadata().distribution().count()).isEqualTo(500);
    try (Scorer scorer = Scorer.open(bundle);
        ScoringBatch batch = scorer.batch(2)) {
      assertThat(scorer.latentWidth()).isZero();
      batch.features().put(new float[] {70, 1.4f, 70, 1.0f});
      List<ScoredRow> rows = batch.details(2);
      assertThat(rows.get(0).reconstruction()[0]).isCloseTo(70, within(0.5f));
      assertThat(rows.get(0).reconstruction()[1]).isCloseTo(1.4f, within(0.02f));
      double threshold = bundle.metadata().threshold().value();
      assertThat((double) rows.get(0).score()).isLessThan(threshold);
      assertThat((double) rows.get(1).score()).isGreaterThan(threshold);
    }
  }

  @Test
  void shouldKeepTheFalseAlarmBudgetOnNewRows() throws IOException {
    assertThat(run(STANDARD).err()).isEmpty();
    Random random = new Random(99);
    int above = 0;
    Bundle bundle = Bundle.read(out);
    try (Scorer scorer = Scorer.open(bundle);
        ScoringBatch batch = scorer.batch(1)) {
      for (int i = 0; i < 20_000; i++) {
        float temperature = (float) (60 + 10 * random.nextGaussian());
        batch.features().put(0, temperature);
        batch.features().put(1, (float) (0.02 * temperature + 0.01 * random.nextGaussian()));
        batch.score(1);
        above += batch.scoreOf(0) > bundle.metadata().threshold().value() ? 1 : 0;
      }
    }
    // 500 calibration rows tell a rate of 1 % to within a factor of two or so
    assertThat(above / 20_000.0).isBetween(0.003, 0.03);
  }

  @Test
  void shouldTakeTheScalingThatIsGiven() throws IOException {
    Result result =
        run(
            """
            name: boiler
            data: {files: normal.csv}
            features:
              - {name: temperature, shift: 60, scale: 10}
              - {name: bar, field: pressure, shift: 1.2, scale: 0.2, required: false}
            """);
    assertThat(result.err()).isEmpty();
    try (Scorer scorer = Scorer.open(Bundle.read(out));
        ScoringBatch batch = scorer.batch(2)) {
      batch.features().put(new float[] {70, 1.2f, 70, Float.NaN});
      // standardised (1, 0): the projection is (0.5, 0.5)
      ScoredRow row = batch.details(2).get(0);
      assertThat(row.reconstruction()[0]).isCloseTo(65, within(1e-3f));
      assertThat(row.reconstruction()[1]).isCloseTo(1.3f, within(1e-4f));
      assertThat(batch.details(2).get(1).featureError()[1]).as("what is missing").isZero();
    }
  }

  @Test
  void shouldDoubtAScalingThatExplainsNothing() throws IOException {
    Result result = run(STANDARD.replace("standard", "none"));
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("note: the graph explains nothing of ")
        .contains("are the features in its order, and scaled as it was trained?");
  }

  @Test
  void shouldRefuseGraphsThatDoNotFit() throws IOException {
    String plain = folder.resolve("plain.onnx") + ": ";
    model = projection(3);
    assertRefused(
        "the graph's input 'x' has 3 columns, but the features fill 2: temperature, pressure");
    model = projection(2);
    model.getGraphBuilder().setInput(0, value("x", 1, 2));
    assertRefused(
        plain
            + "input 'x' takes exactly 1 inputs at a time, expected any number (a named dimension)");
    model.getGraphBuilder().setInput(0, value("x", -1, 5, 2));
    assertRefused(plain + "input 'x' has 3 dimensions, expected 2");
    model = projection(2);
    model.getGraphBuilder().setOutput(0, value("y", -1, 7));
    assertRefused(
        plain
            + "output 'y' has 7 columns, expected 2 as input 'x': a reconstruction is of its input's shape");
    model = projection(2);
    model.getGraphBuilder().addInput(value("z", -1, 2));
    assertRefused(plain + "has the inputs [x, z], expected one, float32 [batch, columns]");
    model = projection(2);
    model.getGraphBuilder().addOutput(value("weights", 2, 2));
    assertRefused(
        plain
            + "has the outputs [y, weights], expected one; --output names the one that reconstructs");
    assertThat(run(STANDARD, "--output", "y").err()).isEmpty();
  }

  @Test
  void shouldRefuseGraphsThatNoBundleMayHold() throws IOException {
    String plain = folder.resolve("plain.onnx") + ": ";
    model.getOpsetImportBuilder(0).setVersion(11);
    assertRefused(plain + "has opset 11, supported are 13 to 21");
    model = projection(2);
    model.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
    assertRefused(
        plain
            + "node 'y' (MatMul) is of the operator domain 'com.example', allowed are ai.onnx and ai.onnx.ml");
    model = projection(2);
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    assertRefused(
        plain + "tensor 'weights' has its data in another file, expected all data inside");
  }

  @Test
  void shouldReportAllProblemsOfAConfiguration() throws IOException {
    Result result =
        run(
            """
            data: {file: normal.csv}
            features: [{name: mode, type: category}, {name: t, shift: 1}]
            scaling: robust
            """);
    String config = folder.resolve("boiler.yaml").toString();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "error: name is missing, expected a text such as 'boiler' (%s)".formatted(config),
            "data.file is not a known key, did you mean 'files'?",
            "data.files is missing, expected files here or by --data",
            "features[0].type is 'category', expected one of numeric, boolean, timestamp",
            "features[1].scale is '', expected a number, as the other of shift and scale is given",
            "scaling is 'robust', expected one of none, standard, minmax");
    assertThat(out).doesNotExist();
  }

  private void assertRefused(String message) throws IOException {
    Result result = run(STANDARD);
    assertThat(result.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(result.code()).isEqualTo(1);
    assertThat(out).doesNotExist();
  }
}
