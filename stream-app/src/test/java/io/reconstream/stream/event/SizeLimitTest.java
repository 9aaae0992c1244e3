/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.FloatEvents;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
  private static final FieldPath MACHINE = FieldPath.parse("machine");
  private static final MeasurementFields FIELDS =
      new MeasurementFields(MACHINE, FieldPath.parse("sensor"), FieldPath.parse("value"), null);

  @Test
  void shouldTakeAnEventOfTheLimitAndRefuseOneByteMore() throws Exception {
    EventDecoder decoder = new SizeLimit(8, new FloatEvents()).decoder(FloatEvents.features(2));
    FloatBuffer row = FloatBuffer.allocate(2);

    decoder.decode(FloatEvents.event(1, 2), row, 0);

    assertThat(row.array()).containsExactly(1, 2);
    assertTooLarge(
        () -> decoder.decode(new byte[9], row, 0),
        "the value has 9 bytes, expected at most 8 (event.max.bytes)");
  }

  @Test
  void shouldLeaveTombstonesToTheDecoder() {
    EventDecoder decoder = new SizeLimit(8, new JsonDecoders()).decoder(FloatEvents.features(1));

    assertThatThrownBy(() -> decoder.decode(null, FloatBuffer.allocate(1), 0))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_VALUE));
  }

  @Test
  void shouldRefuseLargeEventsWhateverIsReadOfThem() {
    EventDecoderFactory limited = new SizeLimit(8, new JsonDecoders());
    byte[] event = "{\"machine\": 1}".getBytes(UTF_8);

    assertTooLarge(() -> limited.eventTime(MACHINE).epochMillis(event), "the value has 14 bytes");
    assertTooLarge(() -> limited.eventKey(MACHINE).key(event), "the value has 14 bytes");
    assertTooLarge(() -> limited.measurements(FIELDS).decode(event), "the value has 14 bytes");
  }

  @Test
  void shouldRefuseKeysThatAreTooLargeInBytes() throws Exception {
    EventDecoderFactory limited = new SizeLimit(1 << 20, new JsonDecoders());
    byte[] longest = measurement("x".repeat(SizeLimit.KEY_BYTES));
    byte[] tooLong = measurement("\u20ac".repeat(SizeLimit.KEY_BYTES / 3 + 1));

    assertThat(limited.eventKey(MACHINE).key(longest)).hasSize(SizeLimit.KEY_BYTES);
    assertThat(limited.measurements(FIELDS).decode(longest).machine()).hasSize(SizeLimit.KEY_BYTES);
    assertTooLarge(
        () -> limited.eventKey(MACHINE).key(tooLong),
        "the key has 16386 bytes, expected at most 16384");
    assertTooLarge(() -> limited.measurements(FIELDS).decode(tooLong), "the key has 16386 bytes");
  }

  @Test
  void shouldRefuseHeadersThatAreTooLargeForATopicOfTheApp() throws Exception {
    SizeLimit.requireHeaders(new RecordHeaders().add("trace", new byte[60_000]).add("empty", null));

    assertTooLarge(
        () -> SizeLimit.requireHeaders(new RecordHeaders().add("trace", new byte[70_000])),
        "the headers have up to 70015 bytes, expected at most 65536");
  }

  private static byte[] measurement(String machine) {
    return "{\"machine\": \"%s\", \"sensor\": \"flow\", \"value\": 1}"
        .formatted(machine)
        .getBytes(UTF_8);
  }

  private static void assertTooLarge(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
  }
}
