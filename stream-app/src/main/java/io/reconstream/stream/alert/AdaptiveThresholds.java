/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.model.threshold.AdaptiveThreshold;
import io.reconstream.stream.models.ServingModel;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Thresholds that follow each key, kept in a store. A key begins anew with another model, whose
 * scores are others.
 */
final class AdaptiveThresholds implements KeyThresholds {
  private static final byte FORMAT = 1;

  private final KeyValueStore<String, byte[]> store;
  private final double rate;
  private ServingModel model;
  private AdaptiveThreshold adaptive;
  private int modelId;
  private AdaptiveThreshold.State state;

  /**
   * @param rate the accepted alerts per event
   */
  AdaptiveThresholds(KeyValueStore<String, byte[]> store, double rate) {
    this.store = store;
    this.rate = rate;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // asked per event: another model is another object
  public double threshold(String key, ServingModel serving) {
    if (serving != model) {
      model = serving;
      modelId = Integer.parseUnsignedInt(serving.bundle().hash().substring(0, 8), 16);
      adaptive =
          new AdaptiveThreshold(
              AdaptiveThreshold.Settings.of(rate), serving.bundle().metadata().distribution());
    }
    state = read(store.get(key));
    return state.threshold();
  }

  /** Of the key last asked for. */
  @Override
  public void learn(String key, double score, boolean alert, boolean frozen) {
    adaptive.observe(state, score, alert, frozen);
    double[] numbers = state.toNumbers();
    ByteBuffer bytes =
        ByteBuffer.allocate(Byte.BYTES + Integer.BYTES + numbers.length * Double.BYTES)
            .put(FORMAT)
            .putInt(modelId);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    store.put(key, bytes.array());
  }

  private AdaptiveThreshold.State read(byte[] stored) {
    if (stored == null) {
      return adaptive.initial();
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    byte format = bytes.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "a threshold in store '%s' has format %d, this version reads %d; reset the application's state or use the version that wrote it"
              .formatted(store.name(), format, FORMAT));
    }
    if (bytes.getInt() != modelId) {
      return adaptive.initial();
    }
    double[] numbers = new double[AdaptiveThreshold.State.NUMBERS];
    bytes.asDoubleBuffer().get(numbers);
    return adaptive.restore(numbers);
  }
}
