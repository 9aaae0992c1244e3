/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A reconstruction graph that was made elsewhere: float32 {@code [N, D]} to float32 {@code [N, D]}.
 *
 * @param model under the rules of a bundle's graph: no external data, standard operators only
 * @param input its input's name
 * @param output the name of the output that reconstructs
 * @param width D
 */
public record PlainGraph(ModelProto model, String input, String output, int width) {

  /**
   * Reads and checks a file.
   *
   * @param output the output that reconstructs, null where there is only one
   * @throws BundleException if it is no such graph
   */
  public static PlainGraph read(Path file, String output) {
    try {
      if (Files.isDirectory(file)) {
        throw new BundleException("is a directory, expected an ONNX file");
      }
      long size = Files.size(file);
      if (size > Bundle.MAX_BYTES) {
        throw new BundleException(
            "has %d bytes, allowed are at most %d".formatted(size, Bundle.MAX_BYTES));
      }
      return of(SealedModel.onnx(Files.readAllBytes(file)), output);
    } catch (BundleException e) {
      throw new BundleException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new BundleException(file + ": no such file", e);
    } catch (IOException e) {
      throw new BundleException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PlainGraph of(ModelProto model, String wanted) {
    GraphRules.check(model);
    GraphProto graph = model.getGraph();
    List<ValueInfoProto> inputs = GraphShape.inputs(graph);
    if (inputs.size() != 1) {
      throw new BundleException(
          "has the inputs %s, expected one, float32 [batch, columns]"
              .formatted(GraphShape.names(inputs)));
    }
    ValueInfoProto input = inputs.get(0);
    int width = GraphShape.fixed(input.getName(), GraphShape.dimensions("input", input, 2, 2), 1);
    ValueInfoProto output = output(graph, wanted);
    if (output.getType().getTensorType().hasShape()) {
      Dimension columns = GraphShape.dimensions("output", output, 2, 2).get(1);
      if (columns.hasDimValue() && columns.getDimValue() != width) {
        throw new BundleException(
            "output '%s' has %d columns, expected %d as input '%s': a reconstruction is of its input's shape"
                .formatted(output.getName(), columns.getDimValue(), width, input.getName()));
      }
    }
    return new PlainGraph(model, input.getName(), output.getName(), width);
  }

  private static ValueInfoProto output(GraphProto graph, String wanted) {
    List<ValueInfoProto> outputs =
        graph.getOutputList().stream()
            .filter(output -> wanted == null || output.getName().equals(wanted))
            .toList();
    if (outputs.size() != 1) {
      throw new BundleException(
          wanted == null
              ? "has the outputs %s, expected one; --output names the one that reconstructs"
                  .formatted(GraphShape.names(graph.getOutputList()))
              : "has no output '%s', only %s"
                  .formatted(wanted, GraphShape.names(graph.getOutputList())));
    }
    return outputs.get(0);
  }
}
