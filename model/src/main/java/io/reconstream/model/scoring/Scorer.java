/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;

/** A model opened for scoring: one ONNX Runtime session. Thread-safe; batches are not. */
public final class Scorer implements AutoCloseable {

  /**
   * Opens a sealed bundle and checks its golden rows on this machine.
   *
   * @throws BundleException if ONNX Runtime refuses the graph or a golden row differs
   */
  public static Scorer open(Bundle bundle) {
    throw new UnsupportedOperationException("to be written");
  }

  /**
   * Opens a graph that is not sealed yet, as the trainer does to calibrate it.
   *
   * @param graph an ONNX model that follows {@link io.reconstream.model.bundle.GraphContract}
   */
  public static Scorer open(byte[] graph) {
    throw new UnsupportedOperationException("to be written");
  }

  /** F. */
  public int width() {
    throw new UnsupportedOperationException("to be written");
  }

  /** T, 1 for a model of single rows. */
  public int windowLength() {
    throw new UnsupportedOperationException("to be written");
  }

  /** C, the number of score parts; 0 where the score is final. */
  public int componentCount() {
    throw new UnsupportedOperationException("to be written");
  }

  /** New buffers for up to {@code capacity} inputs; close them before the scorer. */
  public ScoringBatch batch(int capacity) {
    throw new UnsupportedOperationException("to be written");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("to be written");
  }
}
