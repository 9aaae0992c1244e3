/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;

/**
 * ONNX Runtime as blog posts use it: a tensor from arrays and all outputs as objects, per event.
 */
final class NaiveScorer implements RowScorer {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  NaiveScorer(Path bundle) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(bundle.toString(), options);
    }
  }

  @Override
  public double score(float[] row) throws OrtException {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, new float[][] {row});
        OrtSession.Result result = session.run(Map.of("features", input))) {
      return ((float[]) result.get("score").orElseThrow().getValue())[0];
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
