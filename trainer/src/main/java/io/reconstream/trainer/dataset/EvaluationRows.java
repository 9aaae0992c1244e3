/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Rows to score with a bundle, in the order of the source. Closing deletes the temporary file.
 *
 * @param rows those that have a row by the bundle's features, or the windows that end with them
 * @param labels which of them are anomalies; empty without a label column
 * @param ends per origin of the source, the row after its last
 * @param wanted which records of the source, in the order of reading, the configuration lets
 *     through
 * @param withoutRow which of these have no row by the bundle's features
 * @param hash SHA-256 of the rows as little-endian floats
 * @param firstRefusal where and why the first of them has none; empty where none was refused
 */
public record EvaluationRows(
    SeriesRows rows,
    Optional<BitSet> labels,
    List<Long> ends,
    BitSet wanted,
    BitSet withoutRow,
    String hash,
    String firstRefusal,
    Runnable release)
    implements AutoCloseable {

  public EvaluationRows {
    ends = List.copyOf(ends);
  }

  /** How many records have no row. */
  public long refused() {
    return withoutRow.cardinality();
  }

  /**
   * Encodes records.
   *
   * @param windowLength T, 1 for single rows
   * @param data its key, label and where are used
   * @param folder where the temporary file goes
   * @throws InvalidInputException if a column that the features need is not there, or no record has
   *     a row
   */
  public static EvaluationRows read(
      Records records,
      FeatureSpec features,
      int windowLength,
      DataConfig data,
      Path folder,
      Progress progress) {
    progress.stage("encode");
    RowEncoder encoder = new RowEncoder(features);
    Columns columns = new Columns(records);
    Roles roles = Roles.of(data, columns);
    features
        .features()
        .forEach(
            feature ->
                columns.find("feature '%s'".formatted(feature.name()), feature.field().toString()));
    columns.requireFound();
    BitSet labels = new BitSet();
    SeriesIndex series = new SeriesIndex();
    Long[] ends = new Long[records.origins().size()];
    BitSet wanted = new BitSet();
    BitSet withoutRow = new BitSet();
    String firstRefusal = "";
    try (MappedRows.Writer writer =
            new MappedRows.Writer(folder.resolve("evaluation.f32"), features.width());
        RecordScan scan = new RecordScan(records, roles, encoder.fields())) {
      while (scan.next()) {
        int record = Math.toIntExact(scan.read() - 1);
        wanted.set(record);
        try {
          encoder.encode(scan, writer.buffer(), writer.offset());
        } catch (FeatureException e) {
          if (withoutRow.isEmpty()) {
            firstRefusal = "%s: %s".formatted(scan.position(), e.getMessage());
          }
          withoutRow.set(record);
          continue;
        }
        labels.set(Math.toIntExact(writer.count()), roles.label() != null && scan.anomalous());
        series.add(scan.series());
        writer.add();
        ends[scan.origin()] = writer.count();
        if (scan.read() % 10_000 == 0) {
          progress.step(scan.read(), 0, "rows");
        }
      }
      if (writer.count() == 0) {
        throw new InvalidInputException(
            "no row of %s can be scored%s"
                .formatted(
                    String.join(", ", records.origins()),
                    firstRefusal.isEmpty() ? "" : "; " + firstRefusal));
      }
      MappedRows rows = writer.finish();
      return new EvaluationRows(
          new WindowRows(rows, windowLength, series.series(), series.seriesCount()),
          roles.label() == null ? Optional.empty() : Optional.of(labels),
          filled(ends),
          wanted,
          withoutRow,
          rows.hash(),
          firstRefusal,
          rows::close);
    }
  }

  /** An origin without rows ends where the one before it does. */
  private static List<Long> filled(Long[] ends) {
    List<Long> filled = new ArrayList<>();
    long last = 0;
    for (Long end : ends) {
      last = end == null ? last : end;
      filled.add(last);
    }
    return filled;
  }

  @Override
  public void close() {
    release.run();
  }
}
