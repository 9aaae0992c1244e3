/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import java.nio.FloatBuffer;

/**
 * The buffers of one thread: write rows into {@link #features()}, {@linkplain #score(int) score}
 * them, read the results. Allocates nothing per row.
 */
public final class ScoringBatch implements AutoCloseable {

  ScoringBatch() {}

  /** How many inputs it holds at most. */
  public int capacity() {
    throw new UnsupportedOperationException("to be written");
  }

  /** Direct buffer of {@code capacity * T * F} floats; write by absolute index. */
  public FloatBuffer features() {
    throw new UnsupportedOperationException("to be written");
  }

  /**
   * Scores the first {@code count} inputs.
   *
   * @param count 1 to {@link #capacity()}
   */
  public void score(int count) {
    throw new UnsupportedOperationException("to be written");
  }

  /** The score of an input of the last call. */
  public float scoreOf(int index) {
    throw new UnsupportedOperationException("to be written");
  }

  /** Copies the score parts of an input of the last call; only where the scorer has parts. */
  public void componentsOf(int index, float[] parts) {
    throw new UnsupportedOperationException("to be written");
  }

  /** Runs one input of {@link #features()} again with all outputs. */
  public ScoredRow detail(int index) {
    throw new UnsupportedOperationException("to be written");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("to be written");
  }
}
