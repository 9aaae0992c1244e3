/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.reconstream.trainer.table.TableFile.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Comma-separated values by RFC 4180, in UTF-8; no value is an empty cell. */
final class CsvLines {
  private CsvLines() {}

  static void write(Path file, List<String> columns, Source source) throws IOException {
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8)) {
      csv.writeRecord(columns);
      source.writeTo(cells -> csv.writeRecord(cells.stream().map(CsvLines::text).toList()));
    }
  }

  private static String text(Object cell) {
    return cell == null ? "" : cell.toString();
  }
}
