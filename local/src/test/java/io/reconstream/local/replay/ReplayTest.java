/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.reconstream.local.RunningServices;
import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.TopicReader;
import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files into the topics of a real broker. */
@ExtendWith(RunningServices.class)
class ReplayTest {
  @TempDir private Path folder;
  private final Services services;

  ReplayTest(Services services) {
    this.services = services;
  }

  @Test
  void shouldSendEveryRowInOrderWithItsKey() throws Exception {
    String[] lines = new String[1_001];
    lines[0] = "machine,flow rate";
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "pump-%d,%d.5".formatted(i % 3, i);
    }

    assertThat(replay("rows", Optional.of("machine"), 0, lines)).isEqualTo(1_000);

    List<ConsumerRecord<byte[], byte[]>> records = read("rows");
    assertThat(records).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      GenericRecord event = decode(records.get(i).value());
      assertThat(event.get("flow_rate")).isEqualTo(i + 1.5);
      assertThat(new String(records.get(i).key(), UTF_8))
          .isEqualTo(event.get("machine").toString());
    }
  }

  @Test
  void shouldStopAtTheLimit() throws IOException {
    assertThat(replay("limited", Optional.empty(), 2, "x", "1", "2", "3")).isEqualTo(2);
    assertThat(read("limited")).hasSize(2).allMatch(record -> record.key() == null);
  }

  @Test
  void shouldSendOnlyTheRowsThatAreAskedFor() throws Exception {
    replay("part", Optional.empty(), Map.of("split", "test"), 0, "x,split", "1,train", "2,test");

    assertThat(read("part"))
        .singleElement()
        .satisfies(record -> assertThat(decode(record.value()).get("x")).isEqualTo(2L));
  }

  @Test
  void shouldSayWhichRowFitsNot() {
    assertThatThrownBy(() -> replay("ragged", Optional.empty(), 0, "x,y", "1,2", "3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ragged.csv, line 3 has 1 values, expected 2");
  }

  @Test
  void shouldRefuseASchemaThatConsumersOfTheTopicCannotRead() throws IOException {
    replay("typed", Optional.empty(), 0, "x", "1");

    assertThatThrownBy(() -> replay("typed", Optional.empty(), 0, "x", "one"))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("refuses schema")
        .hasMessageContaining("subject 'typed-value'");
  }

  private long replay(String topic, Optional<String> key, long limit, String... lines)
      throws IOException {
    return replay(topic, key, Map.of(), limit, lines);
  }

  private long replay(
      String topic, Optional<String> key, Map<String, String> where, long limit, String... lines)
      throws IOException {
    Path file = Files.write(folder.resolve(topic + ".csv"), List.of(lines));
    Replay replay =
        new Replay(
            FileRecords.of(List.of(file.toString()), List.of()),
            new Replay.Options(
                Optional.empty(), topic + "_event", key, Optional.empty(), where, 0, limit));
    return replay
        .run(
            new Target(topic, services.broker().bootstrapServers(), services.registry().url()),
            Progress.silent())
        .events();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return new TopicReader(services.broker().bootstrapServers()).read(topic);
  }

  private GenericRecord decode(byte[] value) throws Exception {
    try (SchemaRegistryClient registry =
        new CachedSchemaRegistryClient(services.registry().url(), 10)) {
      int id = ByteBuffer.wrap(value).getInt(1);
      Schema schema = ((AvroSchema) registry.getSchemaById(id)).rawSchema();
      return new GenericDatumReader<GenericRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    }
  }
}
