/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.source.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySchemaTest {
  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void shouldInferTheNarrowestTypeThatHoldsAllValuesOfAColumn() throws IOException {
    Schema schema =
        infer(
            Optional.empty(),
            "id,flow,on,note,mixed,empty",
            "1,2,true,a,1,",
            "2,2.5e3,FALSE,7,x,",
            ",,,,,");

    assertThat(schema.getFields())
        .extracting(field -> field.name() + " " + field.schema().getTypes().get(1).getType())
        .containsExactly(
            "id LONG", "flow DOUBLE", "on BOOLEAN", "note STRING", "mixed STRING", "empty STRING");
    assertThat(schema.getFields())
        .allMatch(field -> field.schema().isNullable())
        .allMatch(Schema.Field::hasDefaultValue);
  }

  @Test
  void shouldSayWhichTextMakesAColumnOfNumbersText() throws IOException {
    Path file = write("flow,note,time", "1,2,noon", "2,x,2020-03-09 10:14:33", "n/a,y,1", "3,z,2");
    new SchemaInference(records(file), Optional.of("time"), notes::add).infer("pump");

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("column 'flow' becomes text, as 1 of 4 values are, the first is 'n/a' (")
        .contains("line 4", "--missing");
  }

  @Test
  void shouldNameFieldsAsFeaturesDo() throws IOException {
    Schema schema = infer(Optional.empty(), "Volume Flow [l/min]", "32.0");

    assertThat(schema.getFields())
        .extracting(Schema.Field::name)
        .containsExactly("Volume_Flow__l_min_");
  }

  @Test
  void shouldMakeTheTimeColumnATimestamp() throws IOException {
    Path file = write("date time,x", "2020-03-09 10:14:33,1");
    Records records = records(file);
    Schema schema =
        new SchemaInference(records, Optional.of("date time"), notes::add).infer("pump");

    GenericRecord row = convert(records, schema).get(0);

    assertThat(row.get("date_time")).isEqualTo(1583748873000L);
    assertThat(schema.getField("date_time").schema().getTypes().get(1).getLogicalType().getName())
        .isEqualTo("timestamp-millis");
  }

  @Test
  void shouldConvertRowsToTheInferredSchema() throws IOException {
    Records records = records(write("id,flow,on,note", "1,2,true, a", "2,NaN,false,", "3,,,b"));
    Schema schema = new SchemaInference(records, Optional.empty(), notes::add).infer("pump");

    List<GenericRecord> rows = convert(records, schema);

    assertThat(rows).hasSize(3).allMatch(row -> GenericData.get().validate(schema, row));
    assertThat(rows.get(0))
        .hasToString("{\"id\": 1, \"flow\": 2.0, \"on\": true, \"note\": \" a\"}");
    assertThat(rows.get(1).get("flow")).isEqualTo(Double.NaN);
    assertThat(rows.get(1).get("note")).isNull();
    assertThat(rows.get(2).get("on")).isNull();
  }

  @Test
  void shouldConvertRowsToAGivenSchema() throws IOException {
    Schema schema =
        SchemaBuilder.record("Pump")
            .fields()
            .requiredInt("id")
            .requiredFloat("flow")
            .name("mode")
            .type(SchemaBuilder.enumeration("Mode").symbols("ON", "OFF"))
            .noDefault()
            .optionalString("note")
            .endRecord();

    List<GenericRecord> rows = convert(records(write("id,flow,mode,other", "1,2.5,ON,x")), schema);

    assertThat(rows.get(0))
        .hasToString("{\"id\": 1, \"flow\": 2.5, \"mode\": \"ON\", \"note\": null}");
    assertThat(GenericData.get().validate(schema, rows.get(0))).isTrue();
  }

  @Test
  void shouldSayWhereAValueDoesNotFitTheSchema() throws IOException {
    Schema schema = SchemaBuilder.record("Pump").fields().requiredDouble("flow").endRecord();
    Path file = write("flow", "1.5", "high");

    assertThatThrownBy(() -> convert(records(file), schema))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("%s, line 3: column 'flow' has 'high', expected \"double\"".formatted(file));
  }

  @Test
  void shouldSayWhereARequiredValueIsMissing() throws IOException {
    Schema schema = SchemaBuilder.record("Pump").fields().requiredDouble("flow").endRecord();
    Path file = write("flow,x", ",1");

    assertThatThrownBy(() -> convert(records(file), schema))
        .hasMessage("%s, line 2: column 'flow' has no value, expected \"double\"".formatted(file));
  }

  @Test
  void shouldRefuseASchemaWithAFieldThatHasNoColumn() throws IOException {
    Schema schema = SchemaBuilder.record("Pump").fields().requiredDouble("pressure").endRecord();
    Records records = records(write("flow,x", "1,1"));

    assertThatThrownBy(() -> new RowConverter(records, schema))
        .hasMessage(
            "schema Pump needs field pressure, which has no column and no default; the columns are flow, x");
  }

  private Schema infer(Optional<String> time, String... lines) throws IOException {
    return new SchemaInference(records(write(lines)), time, note -> {}).infer("pump");
  }

  private static List<GenericRecord> convert(Records records, Schema schema) {
    RowConverter converter = new RowConverter(records, schema);
    List<GenericRecord> rows = new ArrayList<>();
    try (Records.Cursor cursor = records.open(converter.columns())) {
      while (cursor.next()) {
        rows.add(converter.convert(cursor));
      }
    }
    return rows;
  }

  private static Records records(Path file) {
    return FileRecords.of(List.of(file.toString()), List.of());
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("data.csv"), List.of(lines));
  }
}
