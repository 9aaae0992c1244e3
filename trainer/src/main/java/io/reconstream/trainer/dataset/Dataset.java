/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.FeatureSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a training run. Closing it deletes the temporary files that hold them.
 *
 * @param features what a row is
 * @param training rows to learn from
 * @param validation rows that decide when to stop and scale the feature errors; the calibration
 *     rows, where there is nothing to decide
 * @param calibration rows that neither learnt nor decided: the threshold is made from their scores
 * @param anomalies rows that the label calls anomalies and that are in none of the others; none
 *     unless {@code data.train_on} is {@code normal} and the model is one of single rows
 * @param series all rows' windows in order, for a model of windows; empty for one of single rows
 * @param calibrationPlaces per calibration row its place among all
 * @param calibrationLabels which calibration rows are anomalies; empty without a label column
 * @param hash SHA-256 of all rows but {@code anomalies}, as little-endian floats in the order of
 *     the source
 * @param notes what the user should know about the columns
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Dataset(
    FeatureSpec features,
    Rows training,
    Rows validation,
    Rows calibration,
    Rows anomalies,
    Optional<SeriesRows> series,
    int[] calibrationPlaces,
    Optional<BitSet> calibrationLabels,
    String hash,
    List<String> notes,
    Runnable release)
    implements AutoCloseable {

  public Dataset {
    notes = List.copyOf(notes);
  }

  /** How many rows did not teach the network. */
  public long heldOutCount() {
    return calibration.count() + (validation == calibration ? 0 : validation.count());
  }

  @Override
  public void close() {
    release.run();
  }
}
