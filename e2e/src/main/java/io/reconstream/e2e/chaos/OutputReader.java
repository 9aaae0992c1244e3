/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.e2e.chaos.Output.Entry;
import io.reconstream.e2e.chaos.Output.Kind;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Score;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in the topics of one application, from beginning to end. */
final class OutputReader {

  private static final int FRAMING_BYTES = 5;

  private final String bootstrapServers;

  OutputReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  Output read(OutputTopics topics) {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(read(topics.scores(), OutputReader::score));
    entries.addAll(read(topics.alerts(), OutputReader::alert));
    entries.addAll(read(topics.deadLetters(), OutputReader::deadLetter));
    topics.incidents().ifPresent(t -> entries.addAll(read(t, OutputReader::incident)));
    return new Output(entries);
  }

  private List<Entry> read(String topic, Function<ConsumerRecord<byte[], byte[]>, Entry> entry) {
    List<Entry> entries = new ArrayList<>();
    try (var committed = consumer("read_committed");
        var all = consumer("read_uncommitted")) {
      List<TopicPartition> partitions =
          committed.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      // beyond open transactions: waits until they are decided
      Map<TopicPartition, Long> ends = all.endOffsets(partitions);
      committed.assign(partitions);
      committed.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> committed.position(p) < ends.get(p))) {
        committed.poll(Duration.ofMillis(500)).forEach(record -> entries.add(entry.apply(record)));
      }
    }
    return entries;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolationLevel) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            isolationLevel,
            "max.poll.records",
            5_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Entry score(ConsumerRecord<byte[], byte[]> record) {
    GenericRecord score = decode(record.value(), Score.getClassSchema());
    String source = score.get("sourcePartition") + "@" + score.get("sourceOffset");
    return score.get("score") instanceof Double value
        ? new Entry(Kind.SCORE, source, value)
        : new Entry(Kind.NOT_READY, source, Double.NaN);
  }

  private static Entry alert(ConsumerRecord<byte[], byte[]> record) {
    GenericRecord alert = decode(record.value(), Alert.getClassSchema());
    GenericRecord source = (GenericRecord) alert.get("source");
    return new Entry(
        Kind.ALERT,
        source.get("partition") + "@" + source.get("offset"),
        alert.get("id").toString(),
        (Double) alert.get("score"));
  }

  /** Its id is an alert's, which names the topic of the round: told apart by all else. */
  private static Entry incident(ConsumerRecord<byte[], byte[]> record) {
    GenericRecord incident = decode(record.value(), Incident.getClassSchema());
    return new Entry(
        Kind.INCIDENT,
        Stream.of("key", "status", "start", "peak", "last", "anomalousEvents", "closedBy")
            .map(field -> String.valueOf(incident.get(field)))
            .collect(Collectors.joining(" ")),
        (Double) incident.get("peakScore"));
  }

  private static Entry deadLetter(ConsumerRecord<byte[], byte[]> record) {
    return new Entry(
        Kind.DEAD_LETTER,
        header(record, "__streams.errors.partition")
            + "@"
            + header(record, "__streams.errors.offset"),
        Double.NaN);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static GenericRecord decode(byte[] value, Schema schema) {
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, FRAMING_BYTES, value.length - FRAMING_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
