/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.FeatureSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Good events with a few bytes changed: each decodes or is refused with a message, whatever the
 * bytes. {@code -Dreconstream.mutations=5000000} for a long run.
 */
class MutatedEventsTest {
  private static final int MUTATIONS = Integer.getInteger("reconstream.mutations", 100_000);
  private static final int PER_EVENT = 50;
  private static final byte[] EXTREMES = {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE, 2, 3};

  @Test
  void shouldDecodeOrRefuseAnyAvroBytes() {
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < MUTATIONS / PER_EVENT; i++) {
      RandomAvro avro = new RandomAvro(random);
      Schema schema = avro.record();
      FeatureSpec spec = new RandomFeatures(random).spec(schema);
      byte[] value = avro.framed(1, schema, avro.datum(schema));
      EventDecoder decoder = new AvroDecoders(id -> schema).decoder(spec);
      refused += refusalsOfMutations(decoder, spec, value, random);
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - MUTATIONS / 10);
  }

  @Test
  void shouldDecodeOrRefuseAnyJsonBytes() throws IOException {
    Random random = new Random(4);
    JsonMapper mapper = new JsonMapper();
    int refused = 0;
    for (int i = 0; i < MUTATIONS / PER_EVENT; i++) {
      RandomJson json = new RandomJson(random);
      ObjectNode event = json.object(3);
      FeatureSpec spec = json.spec(event);
      EventDecoder decoder = new JsonDecoders().decoder(spec);
      refused += refusalsOfMutations(decoder, spec, mapper.writeValueAsBytes(event), random);
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - MUTATIONS / 50);
  }

  private static int refusalsOfMutations(
      EventDecoder decoder, FeatureSpec spec, byte[] value, Random random) {
    FloatBuffer row = FloatBuffer.allocate(spec.width());
    int refused = 0;
    for (int i = 0; i < PER_EVENT; i++) {
      byte[] mutated = mutate(value, random);
      try {
        decoder.decode(mutated, row, 0);
      } catch (UndecodableException e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError(
            "features %s, bytes %s".formatted(spec, Arrays.toString(mutated)), e);
      }
    }
    return refused;
  }

  private static byte[] mutate(byte[] value, Random random) {
    byte[] mutated = value.clone();
    for (int left = 1 + random.nextInt(3); left > 0 && mutated.length > 0; left--) {
      int place = random.nextInt(mutated.length);
      switch (random.nextInt(5)) {
        case 0 -> mutated[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> mutated[place] = EXTREMES[random.nextInt(EXTREMES.length)];
        case 2 -> mutated = Arrays.copyOf(mutated, place);
        case 3 -> mutated = withoutByte(mutated, place);
        default -> mutated = withByte(mutated, place, (byte) random.nextInt());
      }
    }
    return mutated;
  }

  private static byte[] withoutByte(byte[] bytes, int place) {
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, place + 1, shorter, place, shorter.length - place);
    return shorter;
  }

  private static byte[] withByte(byte[] bytes, int place, byte inserted) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    System.arraycopy(bytes, place, longer, place + 1, bytes.length - place);
    longer[place] = inserted;
    return longer;
  }
}
