/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every released schema and the current one read each other's data. A release adds a folder of
 * copies; the copies of a release never change afterwards.
 */
class ReleasedSchemasTest {
  private static final Path CURRENT = Path.of("src/main/avro");
  private static final Path RELEASED = Path.of("src/test/resources/released");

  @TestFactory
  Stream<DynamicTest> shouldReadReleasedDataAndBeReadByReleasedReaders() throws IOException {
    return schemaFiles(RELEASED).stream()
        .flatMap(
            file -> {
              Path current = CURRENT.resolve(file.getFileName());
              String name = RELEASED.relativize(file).toString();
              return Stream.of(
                  DynamicTest.dynamicTest(
                      name + " is read by the current schema",
                      () -> assertReads(parse(current), parse(file))),
                  DynamicTest.dynamicTest(
                      name + " reads the current schema",
                      () -> assertReads(parse(file), parse(current))));
            });
  }

  @Test
  void shouldHaveAReleaseOfEverySchema() throws IOException {
    List<Path> released = schemaFiles(RELEASED).stream().map(Path::getFileName).toList();

    assertThat(schemaFiles(CURRENT)).isNotEmpty();
    assertThat(released).containsAll(schemaFiles(CURRENT).stream().map(Path::getFileName).toList());
  }

  private static void assertReads(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(result.getType())
        .as(result.getResult().getIncompatibilities().toString())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }

  private static List<Path> schemaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
  }
}
