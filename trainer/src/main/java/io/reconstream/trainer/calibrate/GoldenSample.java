/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.calibrate;

import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.scoring.ScoredRow;
import java.util.ArrayList;
import java.util.List;

/** Gathers inputs with their outputs as the golden rows of a bundle. */
public final class GoldenSample {
  private final List<List<Float>> inputs = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final List<List<Float>> errors = new ArrayList<>();

  /** Adds an input, F or T * F floats, and what the graph gave for it. */
  public void add(float[] input, ScoredRow output) {
    inputs.add(numbers(input));
    scores.add(output.score());
    errors.add(numbers(output.featureError()));
  }

  public GoldenRows rows() {
    return new GoldenRows(inputs, scores, errors);
  }

  private static List<Float> numbers(float[] values) {
    List<Float> numbers = new ArrayList<>();
    for (float value : values) {
      numbers.add(Float.isNaN(value) ? null : value);
    }
    return numbers;
  }
}
