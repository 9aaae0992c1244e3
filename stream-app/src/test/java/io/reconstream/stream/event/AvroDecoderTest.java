/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AvroDecoderTest {
  private static final Schema READING =
      SchemaBuilder.record("Reading")
          .fields()
          .requiredString("machine")
          .requiredDouble("pressure")
          .endRecord();
  private static final Schema READING_WITH_FLOW =
      SchemaBuilder.record("Reading")
          .fields()
          .requiredInt("flow")
          .requiredString("machine")
          .requiredFloat("pressure")
          .endRecord();
  private static final Map<Integer, Schema> SCHEMAS = Map.of(7, READING, 8, READING_WITH_FLOW);

  /** Of a record of floats alone. */
  private static final int WIDTH = 20;

  private final FloatBuffer row = FloatBuffer.allocate(4);

  @Test
  void shouldReadEachEventByTheSchemaThatItNames() throws Exception {
    EventDecoder decoder = decoder(numeric("pressure", true), numeric("flow", false));

    decoder.decode(event(7, reading(2.5)), row, 0);
    decoder.decode(event(8, readingWithFlow(3, 1.5f)), row, 2);

    assertThat(row.array()).containsExactly(2.5f, Float.NaN, 1.5f, 3f);
  }

  @Test
  void shouldRefuseTombstone() {
    assertRefused(
        () -> decoder(numeric("pressure", true)).decode(null, row, 0),
        Reason.NO_VALUE,
        "the record has no value");
  }

  @Test
  void shouldRefuseValueThatIsShorterThanItsHeader() {
    assertRefused(
        () -> decoder(numeric("pressure", true)).decode(new byte[] {0, 0, 0}, row, 0),
        Reason.BAD_FRAMING,
        "the value has 3 bytes, expected byte 0 and a 4-byte schema id");
  }

  @Test
  void shouldRefuseValueWithoutConfluentsHeader() {
    assertRefused(
        () ->
            decoder(numeric("pressure", true)).decode("{\"pressure\": 1}".getBytes(UTF_8), row, 0),
        Reason.BAD_FRAMING,
        "the value begins with byte 123, expected 0 and a 4-byte schema id");
  }

  @Test
  void shouldNameSchemaAndFieldWhenTheSchemaLacksARequiredOne() {
    assertRefused(
        () -> decoder(numeric("flow", true)).decode(event(7, reading(1)), row, 0),
        Reason.MISSING_FIELD,
        "schema 7 has no field 'flow', which the required feature 'flow' reads");
  }

  @Test
  void shouldNameWhatItFoundWhenTheTypeDoesNotFit() {
    assertRefused(
        () -> decoder(numeric("machine", false)).decode(event(7, reading(1)), row, 0),
        Reason.WRONG_TYPE,
        "feature 'machine' found String 'P-7' in field 'machine', expected a number");
    assertRefused(
        () -> decoder(numeric("machine.name", false)).decode(event(7, reading(1)), row, 0),
        Reason.WRONG_TYPE,
        "feature 'machine.name' found a value of type string on the path 'machine.name',"
            + " expected a number");
  }

  @Test
  void shouldRefuseEventsThatEndEarlyWhereverTheyDo() throws Exception {
    byte[] whole = event(7, reading(2.5));
    EventDecoder decoder = decoder(numeric("pressure", true));
    for (int length = 5; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decoder.decode(cut, row, 0))
          .isInstanceOfSatisfying(
              UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
          .hasMessageContaining("at byte");
    }
  }

  @Test
  void shouldNotLookBeyondTheLastWantedField() throws Exception {
    byte[] whole = event(8, readingWithFlow(3, 1.5f));

    decoder(numeric("flow", true)).decode(Arrays.copyOf(whole, 6), row, 0);

    assertThat(row.get(0)).isEqualTo(3f);
  }

  @Test
  void shouldRefuseRowsThatDoNotFitWithoutBlamingTheEvent() {
    assertThatThrownBy(
            () -> decoder(numeric("pressure", true)).decode(event(7, reading(1)), row, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldPassOnThatTheRegistryIsUnavailable() {
    WriterSchemas down =
        id -> {
          throw new RegistryUnavailableException("down", new IOException("refused"));
        };
    EventDecoder decoder =
        new AvroDecoders(down).decoder(new FeatureSpec(List.of(numeric("x", true))));

    assertThatThrownBy(() -> decoder.decode(new byte[6], row, 0))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void shouldReadTimeAndKey() throws Exception {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "E", "fields": [
                  {"name": "key", "type": ["null", "string", "long"]},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
                """);
    GenericRecord event =
        new GenericRecordBuilder(schema)
            .set("key", "P-7")
            .set("at", 1_700_000_000_123_999L)
            .build();
    GenericRecord numbered =
        new GenericRecordBuilder((GenericData.Record) event).set("key", 42L).build();
    GenericRecord keyless =
        new GenericRecordBuilder((GenericData.Record) event).set("key", null).build();
    AvroDecoders decoders = new AvroDecoders(id -> schema);
    EventKey key = decoders.eventKey(FieldPath.parse("key"));

    assertThat(decoders.eventTime(FieldPath.parse("at")).epochMillis(event(1, event)))
        .isEqualTo(1_700_000_000_123L);
    assertThat(key.key(event(1, event))).isEqualTo("P-7");
    assertThat(key.key(event(1, numbered))).isEqualTo("42");
    assertRefused(
        () -> key.key(event(1, keyless)),
        Reason.MISSING_VALUE,
        "the key's field 'key' has no value");
    assertRefused(
        () -> decoders.eventTime(FieldPath.parse("when")).epochMillis(event(1, event)),
        Reason.MISSING_FIELD,
        "schema 1 has no field 'when', which holds the event time");
  }

  @Test
  void shouldReadNeighbouringFloatsTogetherAsOneByOne() throws Exception {
    Schema wide = wide();
    FeatureSpec spec =
        new FeatureSpec(
            IntStream.range(0, WIDTH).<Feature>mapToObj(i -> numeric("f" + i, i == 3)).toList());
    EventDecoder decoder = new AvroDecoders(id -> wide).decoder(spec);
    FloatBuffer target = FloatBuffer.allocate(WIDTH + 2);

    decoder.decode(event(1, wide(Map.of(0, -0f, 7, Float.MAX_VALUE))), target, 1);
    assertThat(target.get(1)).isEqualTo(-0f);
    assertThat(target.get(3)).isEqualTo(2f);
    assertThat(target.get(8)).isEqualTo(Float.MAX_VALUE);
    assertThat(target.get(WIDTH)).isEqualTo(WIDTH - 1f);

    decoder.decode(event(1, wide(Map.of(5, Float.NaN))), target, 1);
    assertThat(target.get(6)).isNaN();
    assertThat(target.get(WIDTH)).isEqualTo(WIDTH - 1f);

    byte[] required = event(1, wide(Map.of(3, Float.NaN)));
    byte[] infinite = event(1, wide(Map.of(WIDTH - 1, Float.NEGATIVE_INFINITY)));
    byte[] whole = event(1, wide(Map.of()));
    assertThatThrownBy(() -> decoder.decode(required, target, 1))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_VALUE))
        .hasMessageContaining("'f3'");
    assertThatThrownBy(() -> decoder.decode(infinite, target, 1))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FINITE))
        .hasMessageContaining("'f19'");
    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, whole.length - 3), target, 1))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  private static Schema wide() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Wide").fields().requiredLong("at");
    for (int i = 0; i < WIDTH; i++) {
      fields = fields.requiredFloat("f" + i);
    }
    return fields.requiredString("site").endRecord();
  }

  /** Each float is its number, but for these. */
  private static GenericRecord wide(Map<Integer, Float> others) {
    GenericRecordBuilder event = new GenericRecordBuilder(wide()).set("at", 1L).set("site", "S");
    for (int i = 0; i < WIDTH; i++) {
      event.set("f" + i, others.getOrDefault(i, (float) i));
    }
    return event.build();
  }

  private static EventDecoder decoder(Feature... features) {
    return new AvroDecoders(SCHEMAS::get).decoder(new FeatureSpec(List.of(features)));
  }

  private static NumericFeature numeric(String field, boolean required) {
    return new NumericFeature(field, FieldPath.parse(field), required);
  }

  private static GenericRecord reading(double pressure) {
    return new GenericRecordBuilder(READING)
        .set("machine", "P-7")
        .set("pressure", pressure)
        .build();
  }

  private static GenericRecord readingWithFlow(int flow, float pressure) {
    return new GenericRecordBuilder(READING_WITH_FLOW)
        .set("flow", flow)
        .set("machine", "P-7")
        .set("pressure", pressure)
        .build();
  }

  static byte[] event(int schemaId, GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ByteBuffer.allocate(5).putInt(1, schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    return out.toByteArray();
  }

  private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
