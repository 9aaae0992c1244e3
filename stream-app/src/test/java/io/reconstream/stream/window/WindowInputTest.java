/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.window.MissingRows;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.stream.FloatEvents;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.scoring.Turn;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is foreseen of keys, and for how long. */
class WindowInputTest {
  private static final int WIDTH = 2;
  private static final WindowSpec SPEC = new WindowSpec(2, WindowSpec.WarmUp.WAIT);

  @TempDir private Path dir;
  private WindowInput input;
  private long offset;

  @BeforeEach
  void openStore() {
    MockProcessorContext<byte[], Object> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
    KeyValueStore<byte[], byte[]> store = WindowStore.inMemory(context);
    input =
        new WindowInput(
            new KeyWindows(
                store, new RowFormat(1, 2, SPEC.length(), 0, WIDTH, 0), SPEC, WIDTH, 0, 9),
            new EventIdentity(null, null, false),
            new FloatEvents().decoder(FloatEvents.features(WIDTH)),
            new ArrivalRules(Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Duration.ZERO),
            new StreamMetrics(new SimpleMeterRegistry()),
            new WindowInput.Shape(SPEC, null, WIDTH, new MissingRows(WIDTH, new BitSet())));
    input.begin();
  }

  private Turn prepare(String key, float value) throws UndecodableException {
    byte[] event = FloatEvents.event(1, value);
    return input.prepare(
        new ConsumerRecord<>(
            "events",
            0,
            offset++,
            offset,
            TimestampType.CREATE_TIME,
            key.length(),
            event.length,
            key.getBytes(UTF_8),
            event,
            new RecordHeaders(),
            Optional.empty()));
  }

  @Test
  void shouldForeseeAKeyOnlyUntilItsLastTurn() throws UndecodableException {
    List<Turn> turns = new ArrayList<>();
    for (String key : List.of("a", "b", "a", "c")) {
      turns.add(prepare(key, 1));
    }
    assertThat(input.lookedAhead()).isEqualTo(3);
    for (Turn turn : turns.subList(0, 2)) {
      assertThat(turn.holds()).isTrue();
      assertThat(turn.ready()).isFalse();
      turn.take(null, 0);
    }
    assertThat(input.lookedAhead()).as("a has another turn, and c its only one").isEqualTo(2);
    turns.get(3).take(null, 0);
    assertThat(input.lookedAhead()).isEqualTo(1);
  }

  @Test
  void shouldNotForeseeBehindATurnThatWasPassedOver() throws UndecodableException {
    prepare("a", 1).take(null, 0);
    Turn failing = prepare("a", 2);
    failing.passOver();
    assertThat(input.lookedAhead()).isZero();

    Turn next = prepare("a", 3);

    assertThat(next.holds()).isTrue();
    FloatBuffer window = FloatBuffer.allocate(2 * SPEC.length() * WIDTH);
    next.writeTo(null, window, 1);
    assertThat(window.array()).containsExactly(0, 0, 0, 0, 1, 1, 1, 3);
  }

  @Test
  void shouldKeepTheWindowOfATurnWhateverIsForeseenBehindIt() throws UndecodableException {
    prepare("a", 1).take(null, 0);
    Turn turn = prepare("a", 2);
    Turn behind = prepare("a", 3);
    input.begin();
    prepare("a", 9);
    FloatBuffer windows = FloatBuffer.allocate(2 * SPEC.length() * WIDTH);
    turn.writeTo(null, windows, 0);
    behind.writeTo(null, windows, 1);
    assertThat(windows.array()).containsExactly(1, 1, 1, 2, 1, 2, 1, 3);
  }
}
