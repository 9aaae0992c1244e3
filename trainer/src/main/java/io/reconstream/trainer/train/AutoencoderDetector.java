/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.ScoreFunction;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.network.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;

/** One autoencoder, which it owns, and the score made of what that leaves unexplained. */
final class AutoencoderDetector implements Detector {
  /** Of the rows that a score function is fitted on, evenly spaced. */
  private static final int FITTED_ROWS = 4000;

  private static final int BATCH = 1024;

  private final Autoencoder network;
  private final Preprocessing preprocessing;
  private final int windowLength;
  private final NetworkErrors errors;
  private final ErrorScale scale;
  private final Draws draws;
  private final RowScore score;

  /**
   * @param training rows whose latent vectors are what is normal
   * @param heldOut rows whose errors are what is normal
   */
  AutoencoderDetector(
      Autoencoder network,
      Preprocessing preprocessing,
      Rows training,
      Samples heldOut,
      ScoreFunction function,
      long seed) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.windowLength = heldOut.windowLength();
    this.errors = new NetworkErrors(network::forward, preprocessing);
    this.scale = ErrorScale.of(preprocessing, residuals -> errors.forEach(heldOut, residuals));
    this.draws =
        function == ScoreFunction.RECONSTRUCTION_PROBABILITY
            ? new Draws(network, preprocessing, seed)
            : null;
    this.score = score(function, training, heldOut.rows(), seed);
  }

  private RowScore score(ScoreFunction function, Rows training, Rows heldOut, long seed) {
    return switch (function) {
      case MEAN -> new RowScore.Mean(scale);
      case TOP -> RowScore.Top.ofColumns(preprocessing.columns());
      case MAHALANOBIS -> residualDistance(heldOut);
      case LATENT -> latentDistance(training, seed);
      case COMBINED -> {
        List<RowScore.Seen> seen = new ArrayList<>();
        see(Subset.spaced(heldOut, FITTED_ROWS), seen::add);
        yield new LargestScore(
            List.of(
                new RowScore.Mean(scale),
                residualDistance(heldOut),
                latentDistance(training, seed)),
            seen);
      }
      case RECONSTRUCTION_PROBABILITY ->
          new ReconstructionProbability(
              ErrorScale.of(
                      preprocessing,
                      residuals ->
                          draws.forEach(
                              Subset.spaced(heldOut, FITTED_ROWS),
                              drawn -> drawn.forEach(residuals)))
                  .units());
    };
  }

  private RowScore residualDistance(Rows heldOut) {
    List<float[]> residuals = new ArrayList<>();
    errors.forEach(Subset.spaced(heldOut, FITTED_ROWS), residuals::add);
    return new ResidualDistance(residuals, scale.units());
  }

  private RowScore latentDistance(Rows training, long seed) {
    List<float[]> vectors = new ArrayList<>();
    latents(Subset.spaced(training, FITTED_ROWS), vectors::add);
    return new LatentDistance(vectors, seed);
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    Value latent = network.encoder().export(row.input());
    Value reconstruction = lastRow(network.decoder().export(latent));
    Value residual = reconstruction.minus(lastRow(row.units()));
    if (row.present() != null) {
      residual = residual.times(lastRow(row.present()));
    }
    Value featureErrors = scale.featureErrors(residual.squared());
    return new ScoringGraph.Outputs(
        score.export(
            new RowScore.Exported(
                residual,
                featureErrors,
                latent,
                draws == null ? null : draws.export(row, windowLength))),
        featureErrors,
        reconstruction,
        latent,
        network.latentWidth(),
        null,
        0,
        residual,
        preprocessing.units());
  }

  private Value lastRow(Value rows) {
    return windowLength == 1 ? rows : rows.at(1, windowLength - 1);
  }

  @Override
  public void compute(Rows rows, Result result) {
    see(rows, seen -> result.accept(seen.residual(), score.of(seen)));
  }

  @Override
  public void close() {
    network.close();
  }

  private void see(Rows rows, Consumer<RowScore.Seen> consumer) {
    List<float[]> residuals = new ArrayList<>();
    errors.forEach(rows, residuals::add);
    List<List<float[]>> drawn = new ArrayList<>();
    if (draws != null) {
      draws.forEach(rows, drawn::add);
    }
    int[] next = {0};
    latents(
        rows,
        latent -> {
          int row = next[0]++;
          float[] residual = residuals.get(row);
          consumer.accept(
              new RowScore.Seen(
                  residual,
                  scale.featureErrors(residual),
                  latent,
                  draws == null ? List.of() : drawn.get(row)));
        });
  }

  /** Gives every row's latent vector, K floats in order. */
  private void latents(Rows rows, Consumer<float[]> consumer) {
    int width = network.latentWidth();
    try (Samples samples = new Samples(rows, preprocessing);
        NoGradGuard frozen = new NoGradGuard()) {
      samples.ordered(
          BATCH,
          (first, input) -> {
            float[] values = Tensors.floats(network.encoder().forward(input));
            for (int i = 0; i < values.length / width; i++) {
              consumer.accept(Arrays.copyOfRange(values, i * width, (i + 1) * width));
            }
          });
    }
  }
}
