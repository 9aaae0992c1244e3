/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.scoring.ScoredRow;
import java.util.List;

/** What is written for one record. */
interface RecordLine {

  /** The fields that are read of a record. */
  List<FieldPath> fields();

  /** The names of what is written. */
  List<String> columns();

  /**
   * The cells of a record's line, one per column.
   *
   * @param values of {@link #fields()}
   * @param row null where the record has no row
   * @param score the final score, NaN where the record has no row
   */
  List<Object> cells(List<Object> values, ScoredRow row, double score);
}
