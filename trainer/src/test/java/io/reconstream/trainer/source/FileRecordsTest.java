/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records.Cursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecordsTest {
  @TempDir Path folder;

  @Test
  void shouldReadCsvWithMissingValues() throws IOException {
    Records records = open(csv("a.csv", "time,Volume Flow [l/min],on\n1,2.5,true\n2,,NA\n"));
    assertThat(records.fields())
        .map(FieldPath::toString)
        .containsExactly("time", "Volume_Flow__l_min_", "on");
    assertThat(rows(records, "Volume_Flow__l_min_", "on"))
        .containsExactly(Arrays.asList("2.5", "true"), Arrays.asList(null, null));
  }

  @Test
  void shouldReadGzippedCsvWithSemicolonsAndQuotes() throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("\"a,x\";b\n\"1;2\";\"line\none\"\n\n3;4\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows(open(file), "a_x", "b"))
        .containsExactly(List.of("1;2", "line\none"), List.of("3", "4"));
  }

  @Test
  void shouldReadFilesOfAGlobInTheOrderOfTheirNames() throws IOException {
    csv("b.csv", "x\n2\n");
    csv("a.csv", "x\n1\n");
    csv("c.txt", "x\n3\n");
    FileRecords records = FileRecords.of(List.of(folder + "/*.csv", folder + "/a.csv"), List.of());
    assertThat(records.origins()).containsExactly(folder + "/a.csv", folder + "/b.csv");
    assertThat(rows(records, "x")).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void shouldMatchColumnsByNameWhenFilesOrderThemDifferently() throws IOException {
    csv("a.csv", "x,y\n1,2\n");
    csv("b.csv", "y,x,z\n4,3,5\n");
    FileRecords records = FileRecords.of(List.of(folder + "/*.csv"), List.of());
    assertThat(records.fields()).map(FieldPath::toString).containsExactly("x", "y");
    assertThat(rows(records, "x", "y")).containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void shouldReadNestedJsonLines() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.jsonl"),
            """
            {"id": "m1", "machine": {"on": true, "sensors": [1.5, 2]}}

            {"id": "m2", "machine": {"sensors": [3]}, "note-x": null}
            """);
    Records records = open(file);
    assertThat(records.fields())
        .map(FieldPath::toString)
        .containsExactly("id", "machine.on", "note_x");
    assertThat(rows(records, "id", "machine.on", "machine.sensors[1]"))
        .containsExactly(Arrays.asList("m1", true, 2), Arrays.asList("m2", null, null));
  }

  @Test
  void shouldReadParquetWithStructsListsAndMoments() throws Exception {
    Path file = folder.resolve("it's a.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          COPY (SELECT range AS id, {'on': range = 0, 'v [x]': [range * 1.5::DOUBLE]} AS machine,
                TIMESTAMP '2026-01-02 03:04:05' AS moment, NULL::DOUBLE AS gap FROM range(2))
          TO '%s' (FORMAT parquet)
          """
              .formatted(file.toString().replace("'", "''")));
    }
    Records records = open(file);
    assertThat(records.fields())
        .map(FieldPath::toString)
        .containsExactly("id", "machine.on", "moment", "gap");
    Instant moment = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(rows(records, "id", "machine.on", "machine.v__x_[0]", "moment", "gap"))
        .containsExactly(
            Arrays.asList(0L, true, 0.0, moment, null),
            Arrays.asList(1L, false, 1.5, moment, null));
  }

  @Test
  void shouldReadAvroWithNestedRecordsAndLogicalTypes() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                  {"name": "pump", "type": ["null", {"type": "record", "name": "Pump", "fields": [
                    {"name": "flows", "type": {"type": "array", "items": "double"}},
                    {"name": "bar", "type": ["null", "float"]}]}]}]}
                """);
    GenericData.Record pump =
        new GenericData.Record(schema.getField("pump").schema().getTypes().get(1));
    pump.put("flows", List.of(1.0, 2.0));
    pump.put("bar", 3f);
    Path file = folder.resolve("a.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, file.toFile());
      GenericRecordBuilder builder = new GenericRecordBuilder(schema);
      Object kind = new GenericData.EnumSymbol(schema.getField("kind").schema(), "B");
      writer.append(builder.set("at", 1000L).set("kind", kind).set("pump", pump).build());
      writer.append(builder.set("at", 2000L).set("kind", kind).set("pump", null).build());
    }
    Records records = open(file);
    assertThat(records.fields()).map(FieldPath::toString).containsExactly("at", "kind", "pump.bar");
    assertThat(rows(records, "at", "kind", "pump.bar", "pump.flows[1]"))
        .containsExactly(
            Arrays.asList(Instant.ofEpochSecond(1), "B", 3f, 2.0),
            Arrays.asList(Instant.ofEpochSecond(2), "B", null, null));
  }

  @Test
  void shouldReportEveryNameThatLeadsToNoFile() {
    String here = Path.of("").toAbsolutePath().toString();
    assertThatThrownBy(
            () ->
                FileRecords.of(
                    List.of(folder + "/*.csv", folder + "/no.csv", folder.toString()), List.of()))
        .hasMessage(
            """
            no file matches '%1$s/*.csv' (working directory %2$s)
            there is no file '%1$s/no.csv' (working directory %2$s)
            '%1$s' is a directory, expected a file or a glob"""
                .formatted(folder, here));
  }

  @Test
  void shouldRefuseAnUnknownFormat() throws IOException {
    Path file = csv("a.xlsx", "x");
    assertThatThrownBy(() -> open(file))
        .hasMessage(
            "'%s' has no known format, expected .csv, .tsv, .txt, .json, .jsonl or .ndjson (each also with .gz), .parquet or .avro",
            file);
  }

  @Test
  void shouldNameTheLineThatIsRagged() throws IOException {
    Path file = csv("a.csv", "a,b\n1,2\n\"x\ny\",2\n3\n");
    assertThatThrownBy(() -> rows(open(file), "a"))
        .hasMessage("%s, line 5 has 1 values, expected 2 as in the header (a, b)", file);
  }

  @Test
  void shouldNameTheLineThatHasTooManyValues() throws IOException {
    Path file = csv("a.csv", "a,b\n1,2,3\n");
    assertThatThrownBy(() -> rows(open(file), "a"))
        .hasMessage("%s, line 2 has 3 values, expected 2 as in the header (a, b)", file);
  }

  @Test
  void shouldRefuseAnUnclosedQuote() throws IOException {
    Path file = csv("a.csv", "a,b\n1,2\n\"3,4\n5,6\n");
    assertThatThrownBy(() -> rows(open(file), "a"))
        .hasMessageStartingWith("%s, line 3 cannot be read: ", file);
  }

  @Test
  void shouldRefuseAnEmptyFile() throws IOException {
    Path file = csv("a.csv", "");
    assertThatThrownBy(() -> open(file))
        .hasMessage("'%s' is empty, expected a header line with the columns' names", file);
  }

  @Test
  void shouldRefuseAFileWithoutHeader() throws IOException {
    Path file = csv("a.csv", "1,2.5\n3,4\n");
    assertThatThrownBy(() -> open(file))
        .hasMessage(
            "'%s' begins with numbers (1, 2.5), expected a header line with the columns' names",
            file);
  }

  @Test
  void shouldRefuseAColumnNameThatIsTooLong() throws IOException {
    Path file = csv("a.csv", "a," + "b".repeat(3000) + "\n1,2\n");
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the name of column 2 of '%s' is none of a field: field path of 3000 characters, allowed are at most 1000",
            file);
  }

  @Test
  void shouldRefuseColumnsWithOneName() throws IOException {
    Path file = csv("a.csv", "a b,a-b\n1,2\n");
    assertThatThrownBy(() -> open(file))
        .hasMessage(
            "'%s' has columns 'a b' and 'a-b', which are both called a_b; expected different names",
            file);
  }

  @Test
  void shouldRefuseTextThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> rows(open(file), "a"))
        .hasMessageStartingWith("'%s' cannot be read near line", file)
        .hasMessageEndingWith("it is not UTF-8 text");
  }

  @Test
  void shouldRefuseADamagedGzipFile() throws IOException {
    Path file = csv("a.csv.gz", "this is no gzip");
    assertThatThrownBy(() -> open(file))
        .hasMessage("'%s' cannot be read near line 1: Not in GZIP format", file);
  }

  @Test
  void shouldNameTheLineThatIsNoJson() throws IOException {
    Path file = csv("a.json", "{\"a\": 1}\n{\"a\": }\n");
    assertThatThrownBy(() -> open(file))
        .hasMessageStartingWith("%s, line 2 is no JSON object: ", file);
  }

  @Test
  void shouldRefuseDamagedParquetAndAvro() throws IOException {
    Path parquet = csv("a.parquet", "this is no Parquet file at all");
    Path avro = csv("a.avro", "this is no Avro file at all");
    assertThatThrownBy(() -> open(parquet))
        .hasMessageStartingWith("'%s' cannot be read as Parquet: ", parquet);
    assertThatThrownBy(() -> open(avro))
        .hasMessageStartingWith("'%s' cannot be read as Avro after record 0: ", avro);
  }

  @Test
  void shouldRefuseAFileThatLacksAColumnOfTheOthers() throws IOException {
    csv("a.csv", "x,y\n1,2\n");
    Path lacking = csv("b.csv", "x\n1\n");
    FileRecords records = FileRecords.of(List.of(folder + "/*.csv"), List.of());
    assertThatThrownBy(() -> rows(records, "x", "y"))
        .hasMessage("'%s' has no column 'y', which other files have; it has x", lacking);
  }

  private Path csv(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Records open(Path file) {
    return FileRecords.of(List.of(file.toString()), List.of("NA"));
  }

  private static List<List<Object>> rows(Records records, String... fields) {
    List<List<Object>> rows = new ArrayList<>();
    try (Cursor cursor = records.open(Arrays.stream(fields).map(FieldPath::parse).toList())) {
      while (cursor.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
          row.add(cursor.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
