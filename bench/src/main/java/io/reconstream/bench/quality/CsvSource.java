/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Labelled rows as text: a header, and a last column that is 1 for anomalies and else 0. */
@FunctionalInterface
interface CsvSource {

  /** Gives the header, then each row, to the consumer. */
  void read(Rows consumer) throws IOException;

  /** Sees a table row by row. */
  interface Rows {
    void header(List<String> names) throws IOException;

    void row(List<String> cells) throws IOException;
  }

  /**
   * A CSV file, also with gzip.
   *
   * @throws InvalidInputException if it is not there
   */
  static CsvSource file(Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidInputException("there is no readable file '%s'".formatted(file));
    }
    return consumer -> {
      try (InputStream bytes = Files.newInputStream(file);
          InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
          CloseableIterator<CsvRecord> records =
              CsvReader.builder().ofCsvRecord(reader).iterator()) {
        if (!records.hasNext()) {
          throw new InvalidInputException(
              "'%s' is empty, expected a header and rows".formatted(file));
        }
        consumer.header(records.next().getFields());
        while (records.hasNext()) {
          consumer.row(records.next().getFields());
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  /**
   * Whether a row is an anomaly.
   *
   * @throws InvalidInputException if its last cell is no label
   */
  static boolean anomalous(List<String> cells) {
    String label = cells.get(cells.size() - 1).strip();
    return switch (label) {
      case "1", "1.0" -> true;
      case "0", "0.0" -> false;
      default ->
          throw new InvalidInputException(
              "the last cell of a row is '%s', expected its label: 1 for an anomaly, else 0"
                  .formatted(label));
    };
  }
}
