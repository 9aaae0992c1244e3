/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The schema file that {@code input.reader.schema} names. */
public final class ReaderSchema {
  private ReaderSchema() {}

  /**
   * Reads it.
   *
   * @throws StartException if there is no record schema in the file
   */
  public static Schema read(Path file) {
    try {
      Schema schema = new Schema.Parser().parse(file.toFile());
      if (schema.getType() == Schema.Type.RECORD) {
        return schema;
      }
      throw refused(file, "it is of type " + schema.getType().getName(), null);
    } catch (IOException | AvroRuntimeException e) {
      throw refused(file, e.getMessage(), e);
    }
  }

  private static StartException refused(Path file, String why, Exception cause) {
    return new StartException(
        "input.reader.schema '%s' is refused, expected a file with an Avro record schema: %s"
            .formatted(file, why),
        cause);
  }
}
