/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.model.bundle.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON, with keys in snake case. */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ReportJson() {}

  public static String of(Record report) {
    try {
      return MAPPER.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of plain values", e);
    }
  }

  /** Writes a report; the file appears whole or not at all. */
  public static void write(Record report, Path file) {
    try {
      WholeFile.write(file, draft -> Files.writeString(draft, of(report)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "'%s' cannot be written: %s".formatted(file, WholeFile.reason(e)), e);
    }
  }
}
