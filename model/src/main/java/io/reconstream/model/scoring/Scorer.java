/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import ai.onnxruntime.OrtException;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.GraphContract;

/**
 * A model opened for scoring: one ONNX Runtime session. Thread-safe; batches are not.
 *
 * <p>ONNX Runtime allows concurrent runs of one session, so all threads share it and the weights
 * exist once. It forbids to release a session that is running; therefore the session lives until
 * the scorer <em>and</em> all of its batches are closed, in whatever order.
 */
public final class Scorer implements AutoCloseable {
  private final Session session;
  private boolean closed;

  private Scorer(Session session) {
    this.session = session;
  }

  /**
   * Opens a sealed bundle and checks its golden rows on this machine.
   *
   * @throws BundleException if ONNX Runtime refuses the graph or a golden row differs
   */
  public static Scorer open(Bundle bundle) {
    Scorer scorer = open(bundle.bytes(), bundle.origin());
    try {
      new GoldenCheck(bundle).run(scorer);
      return scorer;
    } catch (OutOfMemoryError e) {
      scorer.close();
      throw new BundleException(
          "%s: its golden rows cannot be scored here: %s".formatted(bundle.origin(), e), e);
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  /**
   * Opens a graph that is not sealed yet, as the trainer does to calibrate it.
   *
   * @param graph an ONNX model that follows {@link GraphContract}
   * @throws BundleException if ONNX Runtime refuses the graph
   */
  public static Scorer open(byte[] graph) {
    return open(graph, "graph");
  }

  private static Scorer open(byte[] graph, String origin) {
    try {
      return new Scorer(Session.open(graph));
    } catch (OrtException e) {
      throw new BundleException(
          "%s: ONNX Runtime refuses the graph: %s".formatted(origin, e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new BundleException("%s: cannot be opened here: %s".formatted(origin, e), e);
    }
  }

  /** F. */
  public int width() {
    return session.width();
  }

  /** T, 1 for a model of single rows. */
  public int windowLength() {
    return session.windowLength();
  }

  /** K, the numbers in a latent vector; 0 where the graph does not give its latent. */
  public int latentWidth() {
    return session.columns(GraphContract.LATENT);
  }

  /** C, the number of score parts; 0 where the score is final. */
  public int componentCount() {
    return session.columns(GraphContract.COMPONENTS);
  }

  /**
   * New buffers for up to {@code capacity} inputs, for one thread.
   *
   * @throws IllegalStateException if the scorer is closed
   */
  public synchronized ScoringBatch batch(int capacity) {
    if (closed) {
      throw new IllegalStateException("the scorer is closed, no more batches can be made of it");
    }
    return new ScoringBatch(session, capacity);
  }

  /** No more batches; those that exist stay usable. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      session.release();
    }
  }
}
