/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.List;
import java.util.Map;

/**
 * What a training run did and found.
 *
 * @param name the model's name
 * @param version the model's version
 * @param bundle the sealed file
 * @param hash SHA-256 of the file
 * @param bytes of the file
 * @param sources the files it was trained on
 * @param rows how the data were split
 * @param scalings what each numeric column is scaled by
 * @param columns how well each column of held-out rows is reconstructed
 * @param losses one course per network trained step by step
 * @param scores the calibration rows' scores
 * @param threshold the score above which a row is anomalous
 * @param metrics figures by name, such as {@code auroc}; empty without a label column
 * @param multiplyAdds per row or window, in matrix products, convolutions and recurrent layers
 * @param compression from row or window to latent
 * @param seconds per stage, in order
 * @param notes what the user should know
 */
public record TrainingReport(
    String name,
    String version,
    String bundle,
    String hash,
    long bytes,
    List<String> sources,
    RowCounts rows,
    Map<String, String> scalings,
    List<ColumnFit> columns,
    List<LossCurve> losses,
    ScoreSummary scores,
    ThresholdSummary threshold,
    Map<String, Double> metrics,
    long multiplyAdds,
    Compression compression,
    Map<String, Double> seconds,
    List<String> notes) {

  /**
   * How the rows were used.
   *
   * @param anomalies rows left out of training because of their label
   */
  public record RowCounts(long training, long validation, long calibration, long anomalies) {}

  /**
   * The course of one network's training.
   *
   * @param best the epoch whose weights were kept
   */
  public record LossCurve(String network, int best, List<Epoch> epochs) {}

  /**
   * One pass over the training rows.
   *
   * @param training null before the first
   */
  public record Epoch(int number, Double training, double validation, double seconds) {}

  /**
   * A threshold.
   *
   * @param budget the accepted share of normal rows above it, null where the method has none
   * @param calibrationRate the share of calibration rows above it
   */
  public record ThresholdSummary(
      double value, String method, Double budget, double calibrationRate) {}
}
