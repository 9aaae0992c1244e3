/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.GraphContract;
import io.reconstream.model.bundle.InnerValues;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How large the values inside a graph are; ONNX Runtime tells, whatever made the graph. */
public final class TensorShapes {
  private TensorShapes() {}

  /**
   * The shapes of values as one row, or window, of zeros goes through.
   *
   * @param model an ONNX model that follows {@link GraphContract}
   * @param names of values that nodes compute
   * @throws BundleException if ONNX Runtime refuses the graph
   */
  public static Map<String, long[]> ofOneRow(byte[] model, Collection<String> names) {
    Set<String> asked = new LinkedHashSet<>(names);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = Session.options();
        OrtSession session =
            environment.createSession(InnerValues.asOutputs(model, asked), options)) {
      long[] input =
          ((TensorInfo) session.getInputInfo().get(GraphContract.FEATURES).getInfo()).getShape();
      input[0] = 1;
      int size = Math.toIntExact(Arrays.stream(input).reduce(1, Math::multiplyExact));
      Map<String, long[]> shapes = new HashMap<>(Map.of(GraphContract.FEATURES, input));
      asked.remove(GraphContract.FEATURES);
      if (asked.isEmpty()) {
        return shapes;
      }
      try (OnnxTensor row =
              OnnxTensor.createTensor(environment, FloatBuffer.allocate(size), input);
          OrtSession.Result result = session.run(Map.of(GraphContract.FEATURES, row), asked)) {
        result.forEach(
            entry ->
                shapes.put(entry.getKey(), ((TensorInfo) entry.getValue().getInfo()).getShape()));
      }
      return shapes;
    } catch (OrtException e) {
      throw new BundleException("the sizes of the graph's values: " + e.getMessage(), e);
    }
  }
}
