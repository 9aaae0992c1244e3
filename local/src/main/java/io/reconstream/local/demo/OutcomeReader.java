/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import io.reconstream.stream.deadletter.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What scores and dead letters say about the records they are about. */
public record OutcomeReader(OutputDecoder decoder) {

  public void enterScore(ConsumerRecord<byte[], byte[]> record, Ledger ledger) {
    Score score = decoder.decode(record.value(), new Score());
    ledger.enter(score.getSourcePartition(), score.getSourceOffset(), outcome(score.getVerdict()));
  }

  private static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case NORMAL -> Outcome.NORMAL;
      case ANOMALOUS -> Outcome.ANOMALOUS;
      case NOT_READY -> Outcome.NOT_READY;
    };
  }

  public static void enterDeadLetter(ConsumerRecord<byte[], byte[]> record, Ledger ledger) {
    ledger.enter(
        Math.toIntExact(number(record, DeadLetter.PARTITION)),
        number(record, DeadLetter.OFFSET),
        Outcome.DEAD_LETTERED);
  }

  private static long number(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalStateException("a dead letter has no header '%s'".formatted(name));
    }
    return Long.parseLong(new String(header.value(), UTF_8));
  }
}
