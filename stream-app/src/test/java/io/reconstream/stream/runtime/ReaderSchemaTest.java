/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderSchemaTest {
  @TempDir Path folder;

  @Test
  void shouldReadARecordSchema() throws IOException {
    Path file = Files.writeString(folder.resolve("e.avsc"), record());

    assertThat(ReaderSchema.read(file).getName()).isEqualTo("E");
  }

  @Test
  void shouldSayWhatIsWrongWithTheFile() throws IOException {
    Path text = Files.writeString(folder.resolve("text.avsc"), "no schema");
    Path other = Files.writeString(folder.resolve("other.avsc"), "\"string\"");

    assertThatThrownBy(() -> ReaderSchema.read(folder.resolve("none.avsc")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("input.reader.schema '" + folder.resolve("none.avsc") + "' is")
        .hasMessageContaining("No such file");
    assertThatThrownBy(() -> ReaderSchema.read(text))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("expected a file with an Avro record schema");
    assertThatThrownBy(() -> ReaderSchema.read(other))
        .isInstanceOf(StartException.class)
        .hasMessageEndingWith("it is of type string");
  }

  private static String record() {
    return "{\"type\": \"record\", \"name\": \"E\", \"fields\": []}";
  }
}
