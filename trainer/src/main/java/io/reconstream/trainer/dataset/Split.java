/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.trainer.dataset.SelectedRows.Stretch;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows learn, which decide when to stop, and which calibrate.
 *
 * <p>Neighbouring rows of a series are nearly alike, so rows held out at random would look like
 * rows learned from, and the threshold would be too low. Held-out rows are therefore whole
 * stretches. Where rows have a time, the newest are held out: those that are nearest to what the
 * stream will see, with whatever drift there is. Where they have none, nothing says that the end of
 * a file stands for the rest of it; then the rows are cut into {@value #BLOCKS} blocks, and the end
 * of each is held out. Of windows the newest of each series are held out, since the windows after a
 * stretch in between would be made of its rows. Validation rows lie between training and
 * calibration rows.
 */
record Split(List<Stretch> training, List<Stretch> validation, List<Stretch> calibration) {
  private static final int BLOCKS = 10;

  static Split newest(long rows, double validation, double calibration) {
    return blocks(rows, 1, validation, calibration);
  }

  static Split spread(long rows, double validation, double calibration) {
    return blocks(rows, BLOCKS, validation, calibration);
  }

  /** The newest rows of each series. */
  static Split newestOfEach(SeriesRows rows, double validation, double calibration) {
    long[] counts = new long[rows.seriesCount()];
    for (long row = 0; row < rows.count(); row++) {
      counts[rows.series(row)]++;
    }
    Split split = new Split(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    long[] seen = new long[counts.length];
    List<Stretch> former = null;
    long start = 0;
    for (long row = 0; row < rows.count(); row++) {
      int series = rows.series(row);
      long left = counts[series] - seen[series]++;
      List<Stretch> part = split.part(left, counts[series], validation, calibration);
      if (part != former && former != null) {
        former.add(new Stretch(start, row));
        start = row;
      }
      former = part;
    }
    former.add(new Stretch(start, rows.count()));
    return split;
  }

  /** Where a row belongs of which, itself included, {@code left} rows of its series are left. */
  private List<Stretch> part(long left, long count, double validation, double calibration) {
    long calibrated = (long) Math.ceil(count * calibration);
    if (left <= calibrated) {
      return this.calibration;
    }
    return left <= calibrated + (long) Math.ceil(count * validation) ? this.validation : training;
  }

  private static Split blocks(long rows, int blocks, double validation, double calibration) {
    Split split = new Split(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int block = 0; block < blocks; block++) {
      long start = rows * block / blocks;
      long end = rows * (block + 1) / blocks;
      long calibrated = Math.max(1, (long) ((end - start) * calibration));
      long validated = Math.max(1, (long) ((end - start) * validation));
      split.training.add(new Stretch(start, end - calibrated - validated));
      split.validation.add(new Stretch(end - calibrated - validated, end - calibrated));
      split.calibration.add(new Stretch(end - calibrated, end));
    }
    return split;
  }
}
