/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.dataset.EvaluationRows;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.Records;
import io.reconstream.trainer.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a bundle over records and writes one line for each of them, in their order. */
final class RecordsRun {

  /**
   * What was written.
   *
   * @param lines one per record
   * @param withoutRow how many of them the model says nothing of
   * @param first where and why the first of these has no row; empty where all have
   */
  record Written(long lines, long withoutRow, String first) {

    /** As a text for a terminal, with a remark on records without a row. */
    String text(Object file) {
      String written = "%,d lines in %s%n".formatted(lines, file);
      return withoutRow == 0
          ? written
          : written + "%,d records have no row, the first: %s%n".formatted(withoutRow, first);
    }
  }

  private RecordsRun() {}

  /**
   * Runs.
   *
   * @throws io.reconstream.trainer.config.InvalidInputException if the records cannot be scored
   */
  static Written run(
      Bundle bundle,
      Records records,
      DataConfig data,
      RecordLine line,
      TableFile out,
      Progress progress) {
    BundleMetadata metadata = bundle.metadata();
    try (Scorer scorer = Scorer.open(bundle);
        WorkFolder work = WorkFolder.create();
        EvaluationRows rows =
            EvaluationRows.read(
                records,
                metadata.features(),
                metadata.windowLength(),
                data,
                work.path(),
                progress)) {
      progress.stage("write");
      out.write(
          line.columns(),
          lines -> {
            try (Walk walk = new Walk(records, rows, line, lines)) {
              RowScores.visit(scorer, rows.rows(), metadata.smoothing(), walk, progress);
              walk.finish();
            }
          });
      return new Written(rows.wanted().cardinality(), rows.refused(), rows.firstRefusal());
    }
  }

  /** Goes through the records again, beside the rows that they gave. */
  private static final class Walk implements RowScores.Visitor, AutoCloseable {
    private final Records.Cursor cursor;
    private final EvaluationRows rows;
    private final RecordLine line;
    private final TableFile.Lines out;
    private int record;

    Walk(Records records, EvaluationRows rows, RecordLine line, TableFile.Lines out) {
      this.cursor = records.open(line.fields());
      this.rows = rows;
      this.line = line;
      this.out = out;
    }

    @Override
    public void accept(ScoredRow row, double score) throws IOException {
      if (!nextWithRow()) {
        throw new IOException("the data changed while they were read");
      }
      out.add(line.cells(values(), row, score));
    }

    /** Writes the records that remain: they have no row. */
    void finish() throws IOException {
      if (nextWithRow()) {
        throw new IOException("the data changed while they were read");
      }
    }

    /** Goes to the next record with a row; writes those before it, which have none. */
    private boolean nextWithRow() throws IOException {
      while (cursor.next()) {
        int current = record++;
        if (rows.withoutRow().get(current)) {
          out.add(line.cells(values(), null, Double.NaN));
        } else if (rows.wanted().get(current)) {
          return true;
        }
      }
      return false;
    }

    private List<Object> values() {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < line.fields().size(); i++) {
        values.add(cursor.get(i));
      }
      return values;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
