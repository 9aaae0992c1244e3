/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.NumericFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tells which features made an input's score high: by how much the score falls when one feature of
 * the newest row is replaced by the value that fits the others best (reconstruction-based
 * contribution; Alcala and Qin, <i>Reconstruction-based contribution for process monitoring</i>,
 * Automatica 45, 2009). A feature's error alone does not tell: one wrong value draws the
 * reconstruction of all others along, and their errors may be the larger ones. Works with any
 * model.
 *
 * @param spec of the input's features
 * @param length T, 1 for single rows
 */
public record Attribution(FeatureSpec spec, int length) {
  /** Those with the largest errors are tried, so that the cost of an alert is bounded. */
  private static final int MOST_FEATURES = 8;

  /**
   * How far a number is moved, in units of the way to its reconstruction. That is part of the way
   * only, as the wrong value itself is among what it is reconstructed from; of a squared error, a
   * step within a factor of 1.27 of the best one finds 93 % of the fall.
   */
  private static final double[] STEPS = {1, 1.6, 2.5, 4, 6.3, 10, 16};

  /** Runs of other batch sizes may differ by so much of the score. */
  private static final double NOISE = 1e-5;

  /** Falls that are less of the score together tell nothing of its height. */
  private static final double LEAST = 0.01;

  /**
   * The features that made the score of the input in slot 0 high, largest share first; by their
   * errors alone where no replacement lowers the score. The batch's inputs and scores are
   * overwritten, but for that input.
   *
   * @param row all outputs for that input
   * @throws ScoringException if ONNX Runtime fails
   */
  public List<Contribution> of(ScoringBatch batch, ScoredRow row) {
    List<Contribution> byError = Contribution.of(spec, row);
    if (byError.size() < 2 || batch.capacity() < 2 || !Float.isFinite(row.score())) {
      return byError;
    }
    Trials trials = new Trials(batch, length, row);
    for (Contribution each : byError.subList(0, Math.min(MOST_FEATURES, byError.size()))) {
      trials.add(each);
    }
    trials.score();
    List<Contribution> byFall = shares(byError, row.score(), trials.lowest);
    return byFall.isEmpty() ? byError : byFall;
  }

  /** The input with one feature replaced, in the slots behind it, and what comes of it. */
  private static final class Trials {
    private final ScoringBatch batch;
    private final ScoredRow row;
    private final float[] input;
    private final int newest;
    private final int[] columns;
    private int count;

    /** The lowest score of each feature, by its first column. */
    private final double[] lowest;

    Trials(ScoringBatch batch, int length, ScoredRow row) {
      int width = row.row().length;
      this.batch = batch;
      this.row = row;
      this.input = new float[length * width];
      this.newest = input.length - width;
      this.columns = new int[batch.capacity()];
      this.lowest = new double[width];
      batch.features().get(0, input);
      Arrays.fill(lowest, row.score());
    }

    void add(Contribution each) {
      int column = each.column();
      float value = row.row()[column];
      if (each.feature() instanceof NumericFeature && !Float.isNaN(value)) {
        double way = row.reconstruction()[column] - (double) value;
        for (double step : STEPS) {
          int slot = nextSlot(column);
          batch.features().put(slot, (float) (value + step * way));
        }
      } else {
        int slot = nextSlot(column);
        batch.features().put(slot, row.reconstruction(), column, each.feature().columns().size());
      }
    }

    /** Where the column of a copy of the input lies. */
    private int nextSlot(int column) {
      if (count == columns.length - 1) {
        score();
      }
      count++;
      columns[count] = column;
      batch.features().put(count * input.length, input);
      return count * input.length + newest + column;
    }

    /** Scores what was added. */
    void score() {
      batch.score(count + 1);
      for (int i = 1; i <= count; i++) {
        double score = batch.scoreOf(i);
        if (score < lowest[columns[i]]) {
          lowest[columns[i]] = score;
        }
      }
      count = 0;
    }
  }

  private static List<Contribution> shares(
      List<Contribution> byError, double whole, double[] lowest) {
    double sum = 0;
    List<Contribution> falls = new ArrayList<>();
    for (Contribution each : byError) {
      double fall = whole - lowest[each.column()];
      if (fall > NOISE * Math.abs(whole)) {
        falls.add(new Contribution(each.feature(), each.column(), fall));
        sum += fall;
      }
    }
    double all = sum;
    if (all < LEAST * Math.abs(whole)) {
      return List.of();
    }
    return falls.stream()
        .map(each -> new Contribution(each.feature(), each.column(), each.share() / all))
        .sorted(Comparator.comparingDouble(Contribution::share).reversed())
        .toList();
  }
}
