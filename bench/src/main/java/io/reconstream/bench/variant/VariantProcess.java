/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.reconstream.bench.workload.Events;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.AvroDecoders;
import io.reconstream.stream.event.EventDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.streams.KafkaStreams;

/** Runs one variant in this process and writes its {@link Measurement}. */
public final class VariantProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the output's producer: what it waits would hide what latency differs in. */
  private static final String NO_LINGER = "0";

  /** Kafka Streams' own, not the product's: where each event is a record of a changelog. */
  private static final String LINGER = "100";

  private static final int POLLED_RECORDS = 4_096;

  private VariantProcess() {}

  /**
   * @param args a file with {@link VariantSettings}, and the file that takes the {@link
   *     Measurement}, both JSON; without the second it runs until it is killed
   */
  public static void main(String[] args) throws Exception {
    VariantSettings settings = JSON.readValue(Path.of(args[0]).toFile(), VariantSettings.class);
    LongSupplier processed =
        switch (settings.variant()) {
          case RECONSTREAM -> reconstream(settings);
          case ONNX_RUNTIME -> BestBatch.start(settings);
          default -> peer(settings);
        };
    if (args.length == 1) {
      Thread.currentThread().join();
    }
    JSON.writeValue(Path.of(args[1]).toFile(), Measurement.of(settings, processed));
    // Nothing is left to be flushed: stopping in an orderly way would only take time.
    Runtime.getRuntime().halt(0);
  }

  static String outputTopic(VariantSettings settings) {
    return settings.run() + "-output";
  }

  private static LongSupplier reconstream(VariantSettings settings) {
    StreamApp app = StreamApp.start(reconstreamConfig(settings));
    FunctionCounter events = app.meters().get("reconstream.events").functionCounter();
    return () -> (long) events.count();
  }

  private static String lingerMillis(VariantSettings settings) {
    return settings.keys() > 0 ? LINGER : NO_LINGER;
  }

  /** The product's configuration. */
  public static AppConfig reconstreamConfig(VariantSettings settings) {
    Map<String, String> config = new TreeMap<>();
    config.put("application.id", settings.run());
    config.put("bootstrap.servers", settings.bootstrapServers());
    config.put("schema.registry.url", settings.registryUrl());
    config.put("input.topics", settings.topic());
    config.put(
        "alerts.topic", settings.everyScore() ? settings.run() + "-alerts" : outputTopic(settings));
    config.put("scores.topic", settings.everyScore() ? outputTopic(settings) : "");
    config.put("dead.letter.topic", settings.run() + "-dead-letters");
    config.put("topics.create", "true");
    config.put("model.path", settings.bundle());
    config.put("processing.guarantee", settings.guarantee());
    config.put("threads", Integer.toString(settings.threads()));
    config.put("batch.max.rows", Integer.toString(settings.maxBatchRows()));
    config.put("http.port", "0");
    config.put("kafka.auto.offset.reset", "earliest");
    config.put("kafka.producer.linger.ms", lingerMillis(settings));
    config.put("state.dir", settings.stateFolder().toString());
    return AppConfig.of(config);
  }

  private static LongSupplier peer(VariantSettings settings) {
    Schema schema = new Events(settings.fields()).schema();
    FeatureSpec spec = features(settings.features());
    Supplier<EventDecoder> decoders = () -> new AvroDecoders(id -> schema).decoder(spec);
    LongAdder processed = new LongAdder();
    KafkaStreams streams =
        new KafkaStreams(
            PeerTopology.of(settings, decoders, () -> scorer(settings), processed),
            properties(settings));
    streams.start();
    return processed::sum;
  }

  private static RowScorer scorer(VariantSettings settings) {
    try {
      return switch (settings.variant()) {
        case PASSTHROUGH -> row -> row[0];
        case NAIVE -> new NaiveScorer(Path.of(settings.bundle()));
        case PINNED -> new PinnedScorer(Path.of(settings.bundle()));
        case H2O_EASY -> new H2oEasyScorer(Path.of(settings.mojo()));
        case H2O_RAW -> new H2oRawScorer(Path.of(settings.mojo()));
        case RCF -> new RandomCutForestScorer(settings.features());
        case RECONSTREAM, ONNX_RUNTIME ->
            throw new IllegalArgumentException(
                settings.variant().label() + " has no topology here");
      };
    } catch (Exception e) {
      throw new IllegalStateException("could not open " + settings.variant().label(), e);
    }
  }

  private static FeatureSpec features(int count) {
    List<Feature> features =
        IntStream.range(0, count)
            .<Feature>mapToObj(f -> new NumericFeature("f" + f, FieldPath.parse("f" + f), true))
            .toList();
    return new FeatureSpec(features);
  }

  private static Properties properties(VariantSettings settings) {
    Properties properties = new Properties();
    properties.put("application.id", settings.run());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    properties.put("processing.guarantee", settings.guarantee());
    properties.put("num.stream.threads", settings.threads());
    properties.put("auto.offset.reset", "earliest");
    properties.put("producer.linger.ms", lingerMillis(settings));
    // as the product reads: what is compared is the scoring
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", POLLED_RECORDS);
    properties.put("receive.buffer.bytes", -1);
    properties.put("max.partition.fetch.bytes", 4 << 20);
    properties.put("buffered.records.per.partition", POLLED_RECORDS);
    properties.put("state.dir", settings.stateFolder().toString());
    return properties;
  }
}
