/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.FeatureSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/** Events of an older schema, read with the aliases and defaults of a newer one. */
class AvroResolutionPropertyTest {
  /** Type and default. */
  private static final List<String> FIELDS =
      List.of(
          "5 : 'int'",
          "2.5 : 'double'",
          "'A' : 'string'",
          "true : 'boolean'",
          "null : ['null', 'double']",
          "7.5 : ['double', 'null']",
          "[1.5, 2.5] : {'type': 'array', 'items': 'double'}",
          "{'a': 3} : {'type': 'map', 'values': 'long'}",
          "1700000000123456 : {'type': 'long', 'logicalType': 'timestamp-micros'}",
          "'\\u0001\\u0002' : {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4, 'scale': 1}");

  private final JsonMapper json = new JsonMapper();

  @Property(tries = 500)
  void shouldResolveAsAvroDoes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ObjectNode reader = record("E");
    ObjectNode writer = record("E");
    fields(reader, writer, 2, random);
    Schema readerSchema = new Schema.Parser().parse(reader.toString());
    Schema writerSchema = new Schema.Parser().parse(writer.toString());
    FeatureSpec spec = new RandomFeatures(random).spec(readerSchema);
    EventDecoder decoder =
        new AvroDecoders(id -> writerSchema, Optional.of(readerSchema)).decoder(spec);
    RandomAvro avro = new RandomAvro(random);
    for (int i = 0; i < 5; i++) {
      byte[] value = avro.framed(1, writerSchema, avro.datum(writerSchema));
      GenericRecordValues reference = read(writerSchema, readerSchema, value);
      Statistics.collect(ReferenceCheck.assertSame(spec, reference, decoder, value));
    }
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 30));
  }

  /** Fields of both schemas: some only the reader has, some the writer calls by an older name. */
  private void fields(ObjectNode reader, ObjectNode writer, int depth, Random random)
      throws JsonProcessingException {
    for (int i = 2 + random.nextInt(5); i >= 0; i--) {
      ObjectNode read = json.createObjectNode().put("name", "f" + i);
      ObjectNode written = json.createObjectNode().put("name", "f" + i);
      if (depth > 0 && random.nextInt(4) == 0) {
        ObjectNode readRecord = record(reader.get("name").textValue() + i);
        ObjectNode writtenRecord = record(reader.get("name").textValue() + i);
        fields(readRecord, writtenRecord, depth - 1, random);
        boolean optional = random.nextBoolean();
        read.set("type", optional ? orNull(readRecord) : readRecord);
        written.set("type", optional ? orNull(writtenRecord) : writtenRecord);
      } else {
        String[] field = FIELDS.get(random.nextInt(FIELDS.size())).replace('\'', '"').split(" : ");
        read.set("default", json.readTree(field[0]));
        read.set("type", json.readTree(field[1]));
        written.set("type", json.readTree(field[1]));
      }
      if (random.nextInt(4) == 0) {
        read.putArray("aliases").add("old" + i);
        written.put("name", "old" + i);
      }
      ((ArrayNode) reader.get("fields")).add(read);
      if (!read.has("default") || random.nextInt(3) > 0) {
        ((ArrayNode) writer.get("fields")).add(written);
      }
    }
  }

  private ObjectNode record(String name) {
    ObjectNode record = json.createObjectNode().put("type", "record").put("name", name);
    record.putArray("fields");
    return record;
  }

  private JsonNode orNull(ObjectNode type) {
    return json.createArrayNode().add("null").add(type);
  }

  private static GenericRecordValues read(Schema writer, Schema reader, byte[] value)
      throws IOException {
    var binary = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
    var datumReader = new GenericDatumReader<>(writer, reader, GenericRecordValues.model());
    return new GenericRecordValues(datumReader.read(null, binary));
  }
}
