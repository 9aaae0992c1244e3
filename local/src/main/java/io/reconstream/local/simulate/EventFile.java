/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.reconstream.model.bundle.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;

/**
 * Simulated events as a CSV file: one column for each field, empty for null, and one that is 1
 * where something was injected.
 */
public final class EventFile {

  /** The last column. */
  public static final String LABEL_COLUMN = "anomaly";

  private EventFile() {}

  /**
   * Writes the next events of a simulation; compressed if the name ends with {@code .gz}. The file
   * is there when it is complete.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, Schema schema, Simulation simulation, long events) {
    try {
      WholeFile.write(
          file,
          draft -> {
            try (CsvWriter csv =
                CsvWriter.builder()
                    .build(
                        new OutputStreamWriter(
                            open(draft, file.toString().endsWith(".gz")),
                            StandardCharsets.UTF_8))) {
              csv.writeRecord(header(schema));
              for (long i = 0; i < events; i++) {
                csv.writeRecord(cells(simulation.next(), schema));
              }
            }
            return draft;
          });
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' cannot be written: %s".formatted(file, e), e);
    }
  }

  private static OutputStream open(Path file, boolean compressed) throws IOException {
    OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
    return compressed ? new GZIPOutputStream(bytes) : bytes;
  }

  private static List<String> header(Schema schema) {
    return Stream.concat(
            schema.getFields().stream().map(Schema.Field::name), Stream.of(LABEL_COLUMN))
        .toList();
  }

  private static List<String> cells(Event event, Schema schema) {
    return Stream.concat(
            schema.getFields().stream()
                .map(field -> Objects.toString(event.value().get(field.pos()), "")),
            Stream.of(event.episode().isPresent() ? "1" : "0"))
        .toList();
  }
}
