/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.window.MissingRows;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.event.ValuedDecoder;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ServingModel;
import io.reconstream.stream.scoring.ModelInput;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes the inputs of window models, over the store with the rows of all keys. */
public final class WindowInputs implements ModelInput.Factory {
  /** The store's name. */
  public static final String STORE = "windows";

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);

  private final AppConfig config;
  private final EventDecoderFactory decoders;
  private final StreamMetrics metrics;
  private final ArrivalRules rules;

  public WindowInputs(AppConfig config, EventDecoderFactory decoders, StreamMetrics metrics) {
    this.config = config;
    this.decoders = decoders;
    this.metrics = metrics;
    this.rules =
        new ArrivalRules(
            config.windowGap(),
            config.windowIdleTtl(),
            config.windowAheadMax(),
            config.windowInterpolateStep());
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()));
  }

  @Override
  public ModelInput of(ServingModel model, ProcessorContext<?, ?> context) {
    KeyValueStore<byte[], byte[]> store = context.getStateStore(STORE);
    BundleMetadata metadata = model.bundle().metadata();
    int width = model.scorer().width();
    KeyWindows windows =
        new KeyWindows(
            store,
            RowFormat.of(model.bundle(), config.windowReplayRows()),
            metadata.window(),
            width,
            model.scorer().componentCount(),
            config.windowCacheKeys());
    WindowInput input =
        new WindowInput(
            windows,
            new EventIdentity(
                config.rowTimeField().map(FieldPath::parse).map(decoders::eventTime).orElse(null),
                config.rowKeyField().map(FieldPath::parse).map(decoders::eventKey).orElse(null),
                config.takesPartitionAsKey()),
            new ValuedDecoder(decoders.decoder(metadata.features()), width),
            rules,
            metrics,
            new WindowInput.Shape(
                metadata.window(),
                metadata.smoothing(),
                width,
                new MissingRows(width, linear(metadata.features()))));
    if (!rules.idle().isZero()) {
      IdleKeys idle = new IdleKeys(store, windows, rules.idle());
      input.upkeep(
          context.schedule(
              UPKEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> forget(idle, input)));
    }
    return input;
  }

  /** Columns of measures and of moments; a level or a truth has none between it and another. */
  private static BitSet linear(FeatureSpec features) {
    BitSet linear = new BitSet();
    int column = 0;
    for (Feature feature : features.features()) {
      boolean isLinear = feature instanceof NumericFeature || feature instanceof TimestampFeature;
      linear.set(column, column + feature.columns().size(), isLinear);
      column += feature.columns().size();
    }
    return linear;
  }

  private void forget(IdleKeys idle, WindowInput input) {
    if (input.newestTime() != Long.MIN_VALUE) {
      metrics.keysForgotten(idle.step(input.newestTime()));
    }
  }
}
