/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.table;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.trainer.table.TableFile.Source;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One flat JSON object a line; no value is null. */
final class JsonLines {
  private static final JsonMapper MAPPER = new JsonMapper();

  private JsonLines() {}

  static void write(Path file, List<String> columns, Source source) throws IOException {
    try (BufferedWriter text = Files.newBufferedWriter(file);
        JsonGenerator json = MAPPER.createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      source.writeTo(cells -> write(json, columns, cells));
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, List<String> columns, List<?> cells)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i));
      Object cell = cells.get(i);
      if (cell == null || cell instanceof Number || cell instanceof Boolean) {
        json.writePOJO(cell);
      } else {
        json.writeString(cell.toString());
      }
    }
    json.writeEndObject();
  }
}
