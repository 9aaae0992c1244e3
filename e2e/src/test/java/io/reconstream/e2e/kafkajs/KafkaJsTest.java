/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.kafkajs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import io.reconstream.schemas.ModelReference;
import io.reconstream.schemas.Severity;
import io.reconstream.schemas.SourceCoordinates;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KafkaJsTest {

  private static final String TOPIC = "alerts";

  @TempDir Path directory;

  @Test
  void shouldReadAnAlertAsJavaWroteIt() throws Exception {
    AlertReader reader = AlertReader.install();
    Alert alert = alert();
    try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"));
        LocalRegistry registry = LocalRegistry.start(directory.resolve("registry"))) {
      publish(alert, broker.bootstrapServers(), registry.url());

      JsonNode read =
          reader.read(broker.bootstrapServers(), registry.url(), TOPIC, 1).get(0).get("value");

      assertThat(read.get("id").asText()).isEqualTo(alert.getId());
      assertThat(read.get("key").asText()).isEqualTo("pump-7");
      assertThat(read.get("eventTime").asLong()).isEqualTo(alert.getEventTime().toEpochMilli());
      assertThat(read.get("pValue").asDouble()).isEqualTo(alert.getPValue(), within(1e-15));
      assertThat(read.get("severity").asText()).isEqualTo("HIGH");
      assertThat(read.at("/contributors/0/feature").asText()).isEqualTo("pressure");
      assertThat(read.at("/contributors/0/expected").asDouble()).isEqualTo(4.1, within(1e-12));
      assertThat(read.get("window").isNull()).isTrue();
      assertThat(read.at("/source/offset").asLong()).isEqualTo(123_456_789_012L);
    }
  }

  private static Alert alert() {
    return Alert.newBuilder()
        .setId("events-3-123456789012-0a1b")
        .setKey("pump-7")
        .setEventTime(Instant.parse("2026-01-02T03:04:05.678Z"))
        .setScore(17.25)
        .setThreshold(6.5)
        .setPValue(3.2e-6)
        .setSeverity(Severity.HIGH)
        .setContributors(
            List.of(
                Contributor.newBuilder()
                    .setFeature("pressure")
                    .setValue(9.75)
                    .setExpected(4.1)
                    .setShare(0.83)
                    .build()))
        .setModel(
            ModelReference.newBuilder().setName("pump").setVersion("1").setHash("0a1b").build())
        .setSource(
            SourceCoordinates.newBuilder()
                .setTopic("events")
                .setPartition(3)
                .setOffset(123_456_789_012L)
                .build())
        .build();
  }

  /** In Confluent's wire format: byte 0, the schema's id in four bytes, the body. */
  private static void publish(Alert alert, String bootstrapServers, String registryUrl)
      throws Exception {
    int id =
        new CachedSchemaRegistryClient(registryUrl, 10)
            .register(TOPIC + "-value", new AvroSchema(Alert.getClassSchema()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeByte(0);
    header.writeInt(id);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(Alert.class).write(alert, encoder);
    encoder.flush();
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, "pump-7", bytes.toByteArray())).get();
    }
  }
}
