/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.FeatureSpec;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** The streaming decoder against a tree of the event and the reference encoder. */
class JsonDecoderPropertyTest {
  private static final int EVENTS_PER_SPEC = 5;

  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  @Property(tries = 2_000)
  void shouldDecodeAnyEventAsTheReferenceDoes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    ObjectNode event = json.object(3);
    FeatureSpec spec = json.spec(event);
    EventDecoder decoder = new JsonDecoders().decoder(spec);
    for (int i = 0; i < EVENTS_PER_SPEC; i++) {
      byte[] value = bytes(event);
      JsonTreeValues reference = new JsonTreeValues(mapper.readTree(value));
      Statistics.collect(ReferenceCheck.assertSame(spec, reference, decoder, value));
      event = json.object(3);
    }
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 30));
  }

  private byte[] bytes(ObjectNode event) throws JsonProcessingException {
    return mapper.writeValueAsBytes(event);
  }
}
