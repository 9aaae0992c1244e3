/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class AvroAllocationTest {
  private static final int EVENTS = 20_000;

  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Event", "fields": [
                {"name": "id", "type": "string"},
                {"name": "number", "type": "double"},
                {"name": "maybe", "type": ["null", "float"]},
                {"name": "count", "type": "long"},
                {"name": "on", "type": "boolean"},
                {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                {"name": "site", "type": "string"},
                {"name": "code", "type": "int"},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
                  "precision": 12, "scale": 2}},
                {"name": "nested", "type": {"type": "record", "name": "Nested", "fields": [
                  {"name": "values", "type": {"type": "array", "items": "double"}}]}},
                {"name": "tags", "type": {"type": "map", "values": "double"}}]}
              """);

  @Test
  void shouldAllocateNothingPerEvent() throws Exception {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                numeric("number"),
                numeric("maybe"),
                numeric("count"),
                new BooleanFeature("on", FieldPath.parse("on"), true),
                category("kind", "B", "A"),
                category("site", "north", "south"),
                category("code", "3", "7"),
                new TimestampFeature(
                    "hour", FieldPath.parse("at"), true, TimestampFeature.Cycle.HOUR_OF_DAY),
                numeric("price"),
                numeric("nested.values[2]"),
                numeric("tags.b_c")));
    EventDecoder decoder = new AvroDecoders(id -> SCHEMA).decoder(spec);
    FloatBuffer row = FloatBuffer.allocate(spec.width());
    byte[] value = AvroDecoderTest.event(300, event());
    decode(decoder, value, row);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    decode(decoder, value, row);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(row.array())
        .startsWith(1.5f, Float.NaN, 5f, 1f, 1f, 1f, 1f)
        .endsWith(12.34f, 3f, 9f);
    assertThat(allocated).as("bytes for %d events", EVENTS).isLessThan(EVENTS);
  }

  private static void decode(EventDecoder decoder, byte[] value, FloatBuffer row) throws Exception {
    for (int i = 0; i < EVENTS; i++) {
      decoder.decode(value, row, 0);
    }
  }

  private static GenericRecord event() {
    Schema nested = SCHEMA.getField("nested").schema();
    return new GenericRecordBuilder(SCHEMA)
        .set("id", "0815")
        .set("number", 1.5)
        .set("maybe", null)
        .set("count", 5L)
        .set("on", true)
        .set("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), "A"))
        .set("site", "south")
        .set("code", 7)
        .set("at", 1_700_000_000_000L)
        .set("price", ByteBuffer.wrap(new BigDecimal("12.34").unscaledValue().toByteArray()))
        .set("nested", new GenericRecordBuilder(nested).set("values", List.of(1d, 2d, 3d)).build())
        .set("tags", Map.of("a", 8d, "b-c", 9d))
        .build();
  }

  private static Feature numeric(String field) {
    return new NumericFeature(field, FieldPath.parse(field), false);
  }

  private static Feature category(String field, String... levels) {
    return new CategoryFeature(field, FieldPath.parse(field), true, List.of(levels));
  }
}
