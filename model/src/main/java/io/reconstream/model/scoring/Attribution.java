/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.NumericFeature;
import java.nio.FloatBuffer;
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

  /** A feature's columns, replaced. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Trial(Contribution of, float[] columns) {}

  /**
   * The features that made the score of the input in slot 0 high, largest share first; by their
   * errors alone where no replacement lowers the score. The batch's inputs and scores are
   * overwritten, but for that input.
   *
   * @throws ScoringException if ONNX Runtime fails
   */
  public List<Contribution> of(ScoringBatch batch) {
    ScoredRow row = batch.detail(0);
    List<Contribution> byError = Contribution.of(spec, row);
    if (byError.size() < 2 || batch.capacity() < 2 || !Float.isFinite(row.score())) {
      return byError;
    }
    List<Trial> trials =
        byError.stream().limit(MOST_FEATURES).flatMap(each -> trials(each, row).stream()).toList();
    double[] lowest = new double[row.row().length];
    Arrays.fill(lowest, row.score());
    int most = batch.capacity() - 1;
    for (int from = 0; from < trials.size(); from += most) {
      score(batch, trials.subList(from, Math.min(trials.size(), from + most)), lowest);
    }
    List<Contribution> byFall = shares(byError, row.score(), lowest);
    return byFall.isEmpty() ? byError : byFall;
  }

  private static List<Trial> trials(Contribution each, ScoredRow row) {
    int columns = each.feature().columns().size();
    if (!(each.feature() instanceof NumericFeature) || Float.isNaN(row.row()[each.column()])) {
      int end = each.column() + columns;
      return List.of(new Trial(each, Arrays.copyOfRange(row.reconstruction(), each.column(), end)));
    }
    float value = row.row()[each.column()];
    double way = row.reconstruction()[each.column()] - (double) value;
    return Arrays.stream(STEPS)
        .mapToObj(step -> new Trial(each, new float[] {(float) (value + step * way)}))
        .toList();
  }

  /** Scores the trials and keeps the lowest score of each feature, by its first column. */
  private void score(ScoringBatch batch, List<Trial> trials, double[] lowest) {
    int width = lowest.length;
    FloatBuffer inputs = batch.features();
    float[] input = new float[length * width];
    inputs.get(0, input);
    for (int i = 0; i < trials.size(); i++) {
      int slot = (i + 1) * input.length;
      inputs.put(slot, input);
      inputs.put(
          slot + (length - 1) * width + trials.get(i).of().column(), trials.get(i).columns());
    }
    batch.score(trials.size() + 1);
    for (int i = 0; i < trials.size(); i++) {
      int column = trials.get(i).of().column();
      double score = batch.scoreOf(i + 1);
      if (score < lowest[column]) {
        lowest[column] = score;
      }
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
