/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.DecoderGraph;
import io.reconstream.model.bundle.GraphContract;
import java.nio.FloatBuffer;
import java.util.Map;

/** A bundle's decoder: from latent vectors to rows. Thread-safe until it is closed. */
public final class Decoder implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int latentWidth;

  private Decoder(byte[] graph) throws OrtException {
    try (SessionOptions options = Session.options()) {
      this.session = environment.createSession(graph, options);
    }
    TensorInfo latent = (TensorInfo) session.getInputInfo().get(GraphContract.LATENT).getInfo();
    this.latentWidth = (int) latent.getShape()[1];
  }

  /**
   * Opens the decoder in a bundle's graph.
   *
   * @throws BundleException if the graph has none
   */
  public static Decoder open(Bundle bundle) {
    try {
      return new Decoder(DecoderGraph.of(bundle.bytes()));
    } catch (BundleException e) {
      throw new BundleException("%s: %s".formatted(bundle.origin(), e.getMessage()), e);
    } catch (OrtException e) {
      throw new BundleException(
          "%s: ONNX Runtime refuses the decoder: %s".formatted(bundle.origin(), e.getMessage()), e);
    }
  }

  /** K. */
  public int latentWidth() {
    return latentWidth;
  }

  /**
   * The rows that latent vectors stand for.
   *
   * @param latents N vectors of K floats, one after the other
   * @return N rows of F floats in the user's units, as {@link ScoredRow#reconstruction()}
   * @throws ScoringException if ONNX Runtime fails
   */
  public float[][] decode(float[] latents) {
    if (latents.length == 0 || latents.length % latentWidth != 0) {
      throw new IllegalArgumentException(
          "%d floats, expected one or more latent vectors of %d"
              .formatted(latents.length, latentWidth));
    }
    int count = latents.length / latentWidth;
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(latents), new long[] {count, latentWidth});
        OrtSession.Result result = session.run(Map.of(GraphContract.LATENT, input))) {
      return (float[][]) result.get(GraphContract.RECONSTRUCTION).orElseThrow().getValue();
    } catch (OrtException e) {
      throw new ScoringException(
          "ONNX Runtime failed to decode %d latent vectors: %s".formatted(count, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ScoringException("closing the session failed: " + e.getMessage(), e);
    }
  }
}
