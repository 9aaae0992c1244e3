/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Magnitude;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Architectures;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two denoising autoencoders over the same rows: one stopped early, which sees broad deviations,
 * and one trained long, which sees fine ones. Noise of many scales and a saturating activation keep
 * both from reconstructing what is far from the training rows. Each error is divided by what it is
 * on the held-out rows that the network knows best; the score is the larger one. Where all columns
 * are of one kind, such as pixels, they are weighted alike, and the score is relative to the row's
 * {@link Magnitude}.
 */
final class PairDetector implements Detector {
  private static final int BATCH = 128;
  private static final Schedule SCHEDULE = Schedule.cosine(50, 0.02);

  /** Those of the late network, unless there are more rows. */
  private static final int FEWEST_STEPS = 2_500;

  /** Of many rows the late network sees each so often, but takes no more steps than these. */
  private static final int PASSES = 15;

  private static final int MOST_STEPS = 10_000;

  /**
   * Errors are compared by this quantile of theirs. At the median an error already depends on how
   * difficult the rows are, and on anomalies among them; here, on what the network has learnt well.
   */
  private static final double AT_EASE = 0.1;

  private final Preprocessing preprocessing;
  private final Autoencoder early;
  private final Autoencoder late;
  private final NetworkErrors earlyErrors;
  private final NetworkErrors lateErrors;
  private final List<TrainingHistory> histories = new ArrayList<>();
  private final ErrorScale earlyScale;
  private final ErrorScale lateScale;
  private final float[] earlyWeights;
  private final double earlyUnit;
  private final double lateUnit;
  private final Magnitude magnitude;

  PairDetector(
      Preprocessing preprocessing,
      Samples training,
      Samples heldOut,
      int hidden,
      Checkpoints checkpoints,
      Progress progress) {
    this.preprocessing = preprocessing;
    int inputs = preprocessing.inputWidth();
    int units = preprocessing.units();
    this.early = Architectures.wide(inputs, units, hidden, 2);
    this.earlyErrors = new NetworkErrors(early::forward, preprocessing);
    histories.add(
        new TrainingLoop(
                "early",
                early,
                new Objective(Loss.MSE, Corruption.gaussian(0.1, 3), List.of(), units),
                plan(1e-3, 300),
                checkpoints,
                progress)
            .run(training, heldOut));
    this.late = Architectures.wide(inputs, units, hidden, 1);
    this.lateErrors = new NetworkErrors(late::forward, preprocessing);
    histories.add(
        new TrainingLoop(
                "late",
                late,
                new Objective(Loss.MSE, Corruption.gaussian(0.1, 1.5), List.of(), units),
                plan(3e-3, lateSteps(training.count())),
                checkpoints,
                progress)
            .run(training, heldOut));
    this.earlyScale =
        ErrorScale.of(preprocessing, residuals -> earlyErrors.forEach(heldOut, residuals));
    this.lateScale =
        ErrorScale.of(preprocessing, residuals -> lateErrors.forEach(heldOut, residuals));
    this.magnitude = preprocessing.magnitude().orElse(null);
    this.earlyWeights = earlyScale.units();
    for (int d = 0; d < units; d++) {
      earlyWeights[d] = (magnitude == null ? 1 / earlyWeights[d] : 1) / units;
    }
    this.earlyUnit = atEase(earlyErrors, heldOut, this::weightedSquares);
    this.lateUnit = atEase(lateErrors, heldOut, PairDetector::rootMeanFourth);
  }

  private static Plan plan(double learningRate, long steps) {
    return new Plan(
        Optimizer.ADAM, learningRate, SCHEDULE, BATCH, steps, 0, Double.POSITIVE_INFINITY);
  }

  private static long lateSteps(long rows) {
    return Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, PASSES * rows / BATCH));
  }

  List<TrainingHistory> histories() {
    return histories;
  }

  private double weightedSquares(float[] residual) {
    double sum = 0;
    for (int d = 0; d < residual.length; d++) {
      sum += (double) residual[d] * residual[d] * earlyWeights[d];
    }
    return sum;
  }

  private static double rootMeanFourth(float[] residual) {
    double sum = 0;
    for (float value : residual) {
      sum += (double) value * value * value * value;
    }
    return Math.sqrt(sum / residual.length);
  }

  private static double atEase(
      NetworkErrors errors, Samples heldOut, ToDoubleFunction<float[]> error) {
    double[] values = new double[Math.toIntExact(heldOut.count())];
    int[] count = {0};
    errors.forEach(heldOut, residual -> values[count[0]++] = error.applyAsDouble(residual));
    Arrays.sort(values);
    return Math.max(Float.MIN_NORMAL, values[(int) (AT_EASE * values.length)]);
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    Value earlyRow = early.decoder().export(early.encoder().export(row.input()));
    Value latent = late.encoder().export(row.input());
    Value lateRow = late.decoder().export(latent);
    Value earlyResidual = masked(earlyRow.minus(row.units()), row.present());
    Value lateResidual = masked(lateRow.minus(row.units()), row.present());
    Value earlySquares = earlyResidual.squared();
    Value lateSquares = lateResidual.squared();
    Value earlyScore =
        earlySquares
            .times(latent.graph().vector(earlyWeights))
            .sum(true, -1)
            .times((float) (1 / earlyUnit));
    Value lateScore = lateSquares.squared().mean(true, -1).sqrt().times((float) (1 / lateUnit));
    // a row is explained by the network that gave its score
    Value broad = earlyScore.greater(lateScore);
    Value score = earlyScore.max(lateScore);
    if (magnitude != null) {
      score = score.dividedBy(magnitude.of(row.units()));
    }
    return new ScoringGraph.Outputs(
        score.reshape(-1),
        broad.choose(earlyScale.featureErrors(earlySquares), lateScale.featureErrors(lateSquares)),
        broad.choose(earlyRow, lateRow),
        latent,
        late.latentWidth(),
        null,
        0,
        Value.concat(-1, List.of(earlyResidual, lateResidual)),
        2 * preprocessing.units());
  }

  private static Value masked(Value residual, Value present) {
    return present == null ? residual : residual.times(present);
  }

  @Override
  public void compute(Rows rows, Result result) {
    List<float[]> broad = new ArrayList<>();
    earlyErrors.forEach(rows, broad::add);
    int[] row = {0};
    float[] raw = new float[rows.width()];
    float[] input = new float[preprocessing.inputWidth()];
    lateErrors.forEach(
        rows,
        residual -> {
          double size = 1;
          if (magnitude != null) {
            rows.copy(row[0], raw, 0);
            preprocessing.standardise(raw, 0, input, 0);
            size = magnitude.of(input);
          }
          float[] first = broad.get(row[0]++);
          float[] both = Arrays.copyOf(first, first.length + residual.length);
          System.arraycopy(residual, 0, both, first.length, residual.length);
          result.accept(
              both,
              Math.max(weightedSquares(first) / earlyUnit, rootMeanFourth(residual) / lateUnit)
                  / size);
        });
  }

  @Override
  public void close() {
    early.close();
    late.close();
  }
}
