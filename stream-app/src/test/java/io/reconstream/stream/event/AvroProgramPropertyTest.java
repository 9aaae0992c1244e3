/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureSpec;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/** Compiled programs against Avro's own reader and the reference encoder. */
class AvroProgramPropertyTest {
  private static final int EVENTS_PER_SCHEMA = 5;

  @Property(tries = 2_000)
  void shouldDecodeAnyEventOfAnySchemaAsTheReferenceDoes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    RandomAvro avro = new RandomAvro(random);
    Schema schema = avro.record();
    FeatureSpec spec = new RandomFeatures(random).spec(schema);
    EventDecoder decoder = new AvroDecoders(id -> schema).decoder(spec);
    for (int i = 0; i < EVENTS_PER_SCHEMA; i++) {
      byte[] value = avro.framed(1, schema, avro.datum(schema));
      GenericRecordValues reference = read(schema, value);
      Statistics.collect(ReferenceCheck.assertSame(spec, reference, decoder, value));
    }
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 30));
  }

  private static GenericRecordValues read(Schema schema, byte[] value) throws IOException {
    var binary = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
    var reader = new GenericDatumReader<>(schema, schema, GenericRecordValues.model());
    return new GenericRecordValues(reader.read(null, binary));
  }
}
