/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

/**
 * Rows that no network learned from, in two halves made of whole stretches.
 *
 * @param scaling to learn how large errors are
 * @param calibration took no part in that: the threshold is made from their scores
 */
public record HeldOutHalves(Rows scaling, Rows calibration) {

  public static HeldOutHalves of(Rows rows) {
    Split split = Split.spread(rows.count(), 0.5, 0.5);
    return new HeldOutHalves(
        new SelectedRows(rows, split.validation()), new SelectedRows(rows, split.calibration()));
  }
}
