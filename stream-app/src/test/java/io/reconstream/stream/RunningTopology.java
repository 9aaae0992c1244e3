/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology in a test driver, with all outputs. */
final class RunningTopology implements AutoCloseable {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ModelFile model;
  private final TopologyTestDriver driver;

  /**
   * @param bundle the file of a sealed bundle
   * @param folder of the state
   */
  RunningTopology(
      Path bundle, Path folder, EventDecoderFactory decoders, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "incidents.topic", "incidents",
                "scores.topic", "scores",
                "model.path", bundle.toString(),
                "state.dir", folder.toString()));
    settings.putAll(more);
    AppConfig config = AppConfig.of(settings);
    StreamMetrics metrics = new StreamMetrics(meters);
    model = ModelFile.open(config, metrics);
    LookAhead lookAhead = new LookAhead(Set.copyOf(config.scoredTopics()));
    driver =
        new TopologyTestDriver(
            AnomalyTopology.of(
                new AnomalyTopology.Parts(
                    config,
                    model,
                    decoders,
                    lookAhead,
                    metrics,
                    Duration.ofMinutes(5),
                    new AnomalyTopology.OutputSchemas(7, 8, 9, null))),
            StreamsSettings.of(config, lookAhead));
  }

  TopologyTestDriver driver() {
    return driver;
  }

  /** A record with a text key, which may be null, as may be the value. */
  void send(String topic, String key, byte[] value, Instant time) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key == null ? null : key.getBytes(UTF_8), value, time);
  }

  List<TestRecord<byte[], byte[]>> output(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
    List<T> records = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : output(topic)) {
      byte[] bytes = record.value();
      try {
        records.add(
            new SpecificDatumReader<>(type)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }

  /** A meter's value, 0 where nothing was counted. */
  double count(String meter, String... tags) {
    var found = meters.find(meter).tags(tags).meter();
    return found == null ? 0 : found.measure().iterator().next().getValue();
  }

  @Override
  public void close() {
    driver.close();
    model.close();
  }
}
