/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PolledPartitionTest {
  private final PolledPartition polled = new PolledPartition();

  private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset : offsets) {
      records.add(new ConsumerRecord<>("t", 0, offset, null, new byte[] {(byte) offset}));
    }
    return records;
  }

  private boolean seek(ConsumerRecord<byte[], byte[]> record) {
    return polled.seek(record.offset(), record.value());
  }

  private List<Long> rest() {
    List<Long> offsets = new ArrayList<>();
    for (var next = polled.next(); next != null; next = polled.next()) {
      offsets.add(next.offset());
    }
    return offsets;
  }

  @Test
  void shouldGoOnAcrossPollsAndGaps() {
    var first = records(3, 4, 8);
    polled.add(first);
    polled.add(records(9, 20));

    assertThat(seek(first.get(1))).isTrue();
    assertThat(rest()).containsExactly(8L, 9L, 20L);
  }

  @Test
  void shouldGiveSeveralAtOnceUpToEndOfPoll() {
    var first = records(3, 4, 8, 9);
    polled.add(first);
    polled.add(records(11, 20));

    assertThat(seek(first.get(0))).isTrue();
    assertThat(polled.next(2)).containsExactlyElementsOf(first.subList(1, 3));
    assertThat(polled.waiting()).isEqualTo(3);
    assertThat(polled.next(9)).containsExactly(first.get(3));
    assertThat(polled.next().offset()).isEqualTo(11);
    assertThat(polled.next(9)).hasSize(1);
    assertThat(polled.next(9)).isEmpty();
    assertThat(polled.waiting()).isZero();
  }

  @Test
  void shouldStartAnewWhenSoughtAgain() {
    var first = records(1, 2, 3);
    polled.add(first);

    assertThat(seek(first.get(0))).isTrue();
    assertThat(polled.next().offset()).isEqualTo(2);
    assertThat(seek(first.get(1))).isTrue();
    assertThat(rest()).containsExactly(3L);
  }

  @Test
  void shouldForgetFormerPollsWhenConsumerSeeksBack() {
    polled.add(records(10, 11));
    var again = records(10, 11, 12);
    polled.add(again);

    assertThat(seek(again.get(0))).isTrue();
    assertThat(rest()).containsExactly(11L, 12L);
  }

  @Test
  void shouldNotFindOtherRecordAtSameOffset() {
    polled.add(records(10, 11));

    assertThat(seek(records(10).get(0))).isFalse();
  }

  @Test
  void shouldNotFindWhatWasNotPolled() {
    polled.add(records(10, 12));

    assertThat(seek(records(11).get(0))).isFalse();
    assertThat(seek(records(13).get(0))).isFalse();
    assertThat(rest()).isEmpty();
  }

  @Test
  void shouldTellOfMoreAndGoOnWithIt() {
    List<Integer> waiting = new ArrayList<>();
    polled.tell(() -> waiting.add(polled.waiting()));

    polled.add(records(1, 2));
    polled.next();
    polled.add(records(5));

    assertThat(waiting).containsExactly(2, 2);
    assertThat(rest()).containsExactly(2L, 5L);
    assertThat(polled.waiting()).isZero();
  }

  @Test
  void shouldForgetPollsThatHadTheirTurn() {
    var first = records(1, 2);
    polled.add(first);
    polled.add(records(3, 4));
    polled.next();

    polled.forget(2);

    assertThat(polled.waiting()).isEqualTo(2);
    assertThat(rest()).containsExactly(3L, 4L);
    assertThat(seek(first.get(0))).isFalse();
  }
}
