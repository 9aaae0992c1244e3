/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.FeatureSpec;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Good events with a few bytes changed: each decodes or is refused with a reason, whatever the
 * bytes. {@code -Dreconstream.fuzz=100} for the amounts of {@code docs/fuzzing.md}.
 */
class MutatedEventsTest {
  private static final int FACTOR = Integer.getInteger("reconstream.fuzz", 1);
  private static final int AVRO_GROUPS = 1_000 * FACTOR;
  private static final int JSON_GROUPS = 200 * FACTOR;

  /** Mutations of one event. */
  private static final int GROUP = 50;

  /** Of a group, on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final byte[] EXTREMES = {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE, 2, 3};

  private final Map<String, Integer> outcomes = new TreeMap<>();

  @Test
  void shouldDecodeOrRefuseAnyAvroBytes() {
    attack("Avro events", AVRO_GROUPS, this::mutateAvro);
  }

  private void mutateAvro(Random random) {
    RandomAvro avro = new RandomAvro(random);
    Schema schema = avro.record();
    FeatureSpec spec = new RandomFeatures(random).spec(schema);
    byte[] value = avro.framed(1, schema, avro.datum(schema));
    decodeMutations(new AvroDecoders(id -> schema).decoder(spec), spec, value, random);
  }

  @Test
  void shouldDecodeOrRefuseAnyJsonBytes() {
    JsonMapper mapper = new JsonMapper();
    attack("JSON events", JSON_GROUPS, random -> mutateJson(mapper, random));
  }

  private void mutateJson(JsonMapper mapper, Random random) {
    RandomJson json = new RandomJson(random);
    ObjectNode event = json.object(3);
    FeatureSpec spec = json.spec(event);
    try {
      byte[] value = mapper.writeValueAsBytes(event);
      decodeMutations(new JsonDecoders().decoder(spec), spec, value, random);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree has no JSON", e);
    }
  }

  /** Group i is made of the seed i. */
  private void attack(String name, int groups, Consumer<Random> group) {
    long start = System.nanoTime();
    long slowest = 0;
    for (int i = 0; i < groups; i++) {
      Random random = new Random(i);
      long begin = System.nanoTime();
      assertTimeoutPreemptively(LIMIT, () -> group.accept(random), "group %d".formatted(i));
      slowest = Math.max(slowest, System.nanoTime() - begin);
    }
    int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %.3f s (%d inputs) | %.0f s |%n",
        name,
        all,
        outcomes.entrySet().stream()
            .map(outcome -> "%s %,d".formatted(outcome.getKey(), outcome.getValue()))
            .collect(Collectors.joining(", ")),
        slowest / 1e9,
        GROUP,
        (System.nanoTime() - start) / 1e9);
    assertThat(all).isEqualTo(groups * GROUP);
    assertThat(outcomes.get("decoded")).isBetween(all / 50, all - all / 10);
  }

  private void decodeMutations(
      EventDecoder decoder, FeatureSpec spec, byte[] value, Random random) {
    FloatBuffer row = FloatBuffer.allocate(spec.width());
    for (int i = 0; i < GROUP; i++) {
      byte[] mutated = mutate(value, random);
      try {
        decoder.decode(mutated, row, 0);
        outcomes.merge("decoded", 1, Integer::sum);
      } catch (UndecodableException e) {
        assertThat(e.getMessage()).isNotBlank();
        outcomes.merge(e.reason().name(), 1, Integer::sum);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError(
            "features %s, bytes %s".formatted(spec, Arrays.toString(mutated)), e);
      }
    }
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
