/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.stream.event.Origin;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class LetterSerializerTest {
  private static final int MOST = 100_000;
  private static final byte[] EVENT = "0123456789".repeat(3 * MOST / 10).getBytes(UTF_8);

  private static ProducerRecord<byte[], byte[]> written(
      byte[] key, byte[] value, Headers original) {
    Headers headers =
        DeadLetter.headers(
            original,
            new Origin("events", 3, 47),
            "MALFORMED",
            new IllegalArgumentException("found '" + "x".repeat(MOST) + "'"));
    byte[] writtenKey = LetterSerializer.key(MOST).serialize("letters", headers, key);
    byte[] writtenValue = LetterSerializer.value(MOST).serialize("letters", headers, value);
    return new ProducerRecord<>("letters", 0, writtenKey, writtenValue, headers);
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  /** As Kafka's clients reckon a batch of this record. */
  private static int bytes(ProducerRecord<byte[], byte[]> letter) {
    return DefaultRecordBatch.sizeInBytes(
        List.of(new SimpleRecord(0L, letter.key(), letter.value(), letter.headers().toArray())));
  }

  @Test
  void shouldWriteAsItCameWhatFits() {
    byte[] key = "pump-1".getBytes(UTF_8);
    byte[] value = Arrays.copyOf(EVENT, MOST / 2);

    ProducerRecord<byte[], byte[]> written =
        written(key, value, new RecordHeaders().add("trace", key));

    assertThat(written.key()).isSameAs(key);
    assertThat(written.value()).isSameAs(value);
    assertThat(header(written, "trace")).isEqualTo("pump-1");
    assertThat(written.headers().toArray())
        .extracting(Header::key)
        .noneMatch(name -> name.startsWith("reconstream.cut."));
  }

  @Test
  void shouldCutTheValueAndSaySo() {
    ProducerRecord<byte[], byte[]> written = written(null, EVENT, new RecordHeaders());

    assertThat(bytes(written)).isLessThan(MOST).isGreaterThan(MOST * 3 / 4);
    assertThat(written.value()).isEqualTo(Arrays.copyOf(EVENT, written.value().length));
    assertThat(header(written, LetterSerializer.CUT_VALUE)).isEqualTo("300000");
    assertThat(header(written, DeadLetter.TOPIC)).isEqualTo("events");
    assertThat(header(written, DeadLetter.PARTITION)).isEqualTo("3");
    assertThat(header(written, DeadLetter.OFFSET)).isEqualTo("47");
  }

  /** Also of a stranger who uses our names. */
  @Test
  void shouldCutAllThatIsTooLarge() {
    Headers original = new RecordHeaders().add("trace", EVENT).add("trace", EVENT);
    original.add(DeadLetter.REASON, EVENT).add(LetterSerializer.CUT_HEADERS, EVENT);

    ProducerRecord<byte[], byte[]> written = written(EVENT, EVENT, original);

    assertThat(bytes(written)).isLessThan(MOST);
    assertThat(written.key()).hasSize(16 << 10);
    assertThat(written.value()).isNotEmpty();
    assertThat(header(written, "trace")).isNull();
    assertThat(header(written, LetterSerializer.CUT_KEY)).isEqualTo("300000");
    assertThat(header(written, LetterSerializer.CUT_VALUE)).isEqualTo("300000");
    assertThat(header(written, LetterSerializer.CUT_HEADERS)).isEqualTo("3");
    assertThat(header(written, DeadLetter.REASON)).isEqualTo("MALFORMED");
  }

  @Test
  void shouldKeepTombstones() {
    assertThat(written(null, null, new RecordHeaders()).value()).isNull();
  }

  @Test
  void shouldQuoteTheBeginningOfAMessage() {
    ProducerRecord<byte[], byte[]> written = written(null, null, new RecordHeaders());

    assertThat(header(written, DeadLetter.MESSAGE))
        .startsWith("found 'xxx")
        .endsWith("... (100008 characters)")
        .hasSizeLessThan(2_100);
    assertThat(header(written, DeadLetter.STACKTRACE)).hasSizeLessThan(2_100);
  }
}
