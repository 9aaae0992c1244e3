/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.AnomalyTopology.Parts;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.deadletter.LetterSerializer;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.event.MeasurementFields;
import io.reconstream.stream.event.PivotedRows;
import io.reconstream.stream.pivot.DeadLetters;
import io.reconstream.stream.pivot.PivotProcessor;
import io.reconstream.stream.pivot.RekeyProcessor;
import io.reconstream.stream.runtime.StreamsSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * From the input topics to events that are scored: one row of one key each, in the partition of its
 * key. Kafka Streams creates the topics between, and deletes from them what was read.
 */
final class Intake {
  private static final String REKEY = "rekey";
  private static final String PIVOT = "pivot";

  /** What Kafka Streams calls the node before the sink of a topic between. */
  private static final String ENTRY = "-repartition-filter";

  private static final String SOURCE = "-repartition-source";
  private static final String LETTERS = "-dead-letters";

  private Intake() {}

  /** A topology that ends in {@link #lastSource}. */
  static Topology of(Parts parts) {
    AppConfig config = parts.config();
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], byte[]> events =
        builder.stream(
            config.inputTopics(),
            Consumed.<byte[], byte[]>as(AnomalyTopology.EVENTS)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(Serdes.ByteArray())
                .withTimestampExtractor(timestamps())
                .withOffsetResetPolicy(StreamsSettings.offsetReset(config)));
    if (config.repartitions()) {
      FieldPath key = FieldPath.parse(config.keyField().orElseThrow());
      events =
          events
              .process(
                  RekeyProcessor.supplier(
                      () -> parts.decoders().eventKey(key),
                      new DeadLetters.Factory(parts.metrics(), REKEY + LETTERS),
                      AppConfig.BY_KEY + ENTRY),
                  Named.as(REKEY))
              .repartition(through(AppConfig.BY_KEY));
    }
    if (config.isLong()) {
      events =
          events
              .process(
                  PivotProcessor.supplier(
                      () -> parts.decoders().measurements(fields(config)),
                      parts.models(),
                      new PivotProcessor.Settings(
                          config.longPivot(),
                          config.ignoresUnknownSensors(),
                          config.windowAheadMax(),
                          config.windowIdleTtl()),
                      parts.metrics(),
                      new DeadLetters.Factory(parts.metrics(), PIVOT + LETTERS),
                      AppConfig.ROWS + ENTRY),
                  Named.as(PIVOT))
              .repartition(through(AppConfig.ROWS));
    }
    Topology topology = builder.build();
    if (config.repartitions()) {
      addDeadLetters(topology, config, REKEY);
    }
    if (config.isLong()) {
      addDeadLetters(topology, config, PIVOT);
    }
    return topology;
  }

  /** The node that events to score come from. */
  static String lastSource(AppConfig config) {
    if (config.isLong()) {
      return AppConfig.ROWS + SOURCE;
    }
    return config.repartitions() ? AppConfig.BY_KEY + SOURCE : AnomalyTopology.EVENTS;
  }

  /** What decodes events to score. */
  static EventDecoderFactory rows(Parts parts) {
    return parts.config().isLong() ? new PivotedRows() : parts.decoders();
  }

  private static MeasurementFields fields(AppConfig config) {
    return new MeasurementFields(
        config.keyField().map(FieldPath::parse).orElse(null),
        FieldPath.parse(config.longSensorField()),
        FieldPath.parse(config.longValueField()),
        config.eventTimeField().map(FieldPath::parse).orElse(null));
  }

  private static Repartitioned<byte[], byte[]> through(String name) {
    return Repartitioned.<byte[], byte[]>as(name)
        .withKeySerde(Serdes.ByteArray())
        .withValueSerde(Serdes.ByteArray());
  }

  private static void addDeadLetters(Topology topology, AppConfig config, String from) {
    topology.addSink(
        from + LETTERS,
        config.deadLetterTopic(),
        LetterSerializer.key(config.deadLetterMaxBytes()),
        LetterSerializer.value(config.deadLetterMaxBytes()),
        from);
  }

  private static TimestampExtractor timestamps() {
    return (ConsumerRecord<Object, Object> event, long streamTime) ->
        Math.max(0, event.timestamp());
  }
}
