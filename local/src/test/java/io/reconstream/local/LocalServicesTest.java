/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.process.LocalServiceException;
import io.reconstream.local.registry.LocalRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningServices.class)
class LocalServicesTest {

  private static final Schema V1 =
      SchemaBuilder.record("Reading").fields().requiredDouble("pressure").endRecord();
  private static final Schema INCOMPATIBLE =
      SchemaBuilder.record("Reading").fields().requiredString("unit").endRecord();

  @TempDir static Path directory;
  private final LocalBroker broker;
  private final LocalRegistry registry;

  LocalServicesTest(Services services) {
    this.broker = services.broker();
    this.registry = services.registry();
  }

  @Test
  void shouldReadBackWhatWasProduced() throws Exception {
    produce(broker.bootstrapServers(), "greetings", "pump-1", "hello");

    assertThat(consume(broker.bootstrapServers(), "greetings")).containsExactly("pump-1=hello");
  }

  @Test
  void shouldReadBackWhatWasCommittedByATransaction() throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test");
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "a", "aborted")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "b", "committed")).get();
      producer.commitTransaction();
    }

    assertThat(consume(broker.bootstrapServers(), "orders")).containsExactly("b=committed");
  }

  @Test
  void shouldGetARegisteredSchemaByItsId() throws Exception {
    int id = client().register("readings-value", new AvroSchema(V1));

    assertThat(client().getSchemaById(id).rawSchema()).isEqualTo(V1);
  }

  @Test
  void shouldAnswerAnUnknownIdAsConfluentDoes() {
    assertThatThrownBy(() -> client().getSchemaById(4711))
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getErrorCode()).isEqualTo(40403));
  }

  @Test
  void shouldRefuseASchemaThatIsNotBackwardCompatible() throws Exception {
    client().register("compatibility-value", new AvroSchema(V1));

    assertThatThrownBy(() -> client().register("compatibility-value", new AvroSchema(INCOMPATIBLE)))
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getStatus()).isEqualTo(409));
  }

  @Test
  void shouldSayWhichPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> LocalBroker.start(directory.resolve("taken"), port))
          .isInstanceOf(LocalServiceException.class)
          .hasMessage(
              "the broker cannot listen on 127.0.0.1:%d: the port is in use; stop what holds it or"
                      .formatted(port)
                  + " choose another");
      assertThatThrownBy(() -> LocalRegistry.start(directory.resolve("taken"), port))
          .isInstanceOf(LocalServiceException.class)
          .hasMessageContaining("the registry cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  @Tag("slow")
  void shouldKeepRecordsWhenTheBrokerProcessIsKilled() throws Exception {
    Path folder = directory.resolve("process");
    String servers;
    try (BrokerProcess first = BrokerProcess.start(folder)) {
      servers = first.bootstrapServers();
      produce(servers, "greetings", "pump-1", "before");
      first.kill();
    }

    try (BrokerProcess second = BrokerProcess.start(folder)) {
      produce(second.bootstrapServers(), "greetings", "pump-1", "after");

      assertThat(second.bootstrapServers()).isEqualTo(servers);
      assertThat(consume(servers, "greetings")).containsExactly("pump-1=before", "pump-1=after");
    }
  }

  @Test
  @Tag("slow")
  void shouldKeepSchemaIdsWhenTheRegistryIsKilled() throws Exception {
    Path folder = directory.resolve("killed-registry");
    int id;
    int port;
    try (LocalRegistry first = LocalRegistry.start(folder)) {
      id = client(first).register("readings-value", new AvroSchema(V1));
      port = first.port();
      first.kill();
    }

    try (LocalRegistry second = LocalRegistry.start(folder, port)) {
      assertThat(client(second).getSchemaById(id).rawSchema()).isEqualTo(V1);
    }
  }

  private SchemaRegistryClient client() {
    return client(registry);
  }

  private static SchemaRegistryClient client(LocalRegistry registry) {
    return new CachedSchemaRegistryClient(registry.url(), 10);
  }

  private static void produce(String servers, String topic, String key, String value)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  /** All committed records of a topic of one partition. */
  private static List<String> consume(String servers, String topic) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          records.add(record.key() + "=" + record.value());
        }
      }
    }
    return records;
  }
}
