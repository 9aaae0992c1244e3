/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  private static final RecordMetadata READ = new Origin("app-rows-repartition", 1, 2);

  @Test
  void shouldBeWhatTheHeaderSays() {
    RecordMetadata origin = new Origin("pump-events", 3, 4_000_000_000L);

    assertThat(Origin.of(Origin.headers(new RecordHeaders(), Origin.text(origin)), READ))
        .isEqualTo(origin);
  }

  @Test
  void shouldBelieveNoHeaderInATopicOfOthers() {
    RecordMetadata read = new Origin("pump-events", 0, 7);

    assertThat(Origin.of(Origin.headers(new RecordHeaders(), "payments/0/5"), read))
        .isEqualTo(read);
  }

  @Test
  void shouldBeWhereTheEventWasReadWithoutAHeader() {
    assertThat(Origin.of(new RecordHeaders(), READ)).isEqualTo(READ);
  }

  /** Anyone may give an event a header of this name; it must not stop the app. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a", "a/b/c", "a/1", "a/1/2/3", "a/1/9999999999999999999", "//"})
  void shouldBeWhereTheEventWasReadIfTheHeaderSaysNothing(String stranger) {
    byte[] value = stranger == null ? null : stranger.getBytes(UTF_8);

    assertThat(Origin.of(new RecordHeaders().add(Origin.HEADER, value), READ)).isEqualTo(READ);
  }
}
