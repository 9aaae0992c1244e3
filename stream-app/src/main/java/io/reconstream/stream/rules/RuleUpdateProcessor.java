/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.rules;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Keeps each instance's {@link RulesInForce} as the app's own topic of checked rules has them: all
 * of it is read before the first event, and every instance reads every record.
 */
public final class RuleUpdateProcessor implements Processor<byte[], byte[], Void, Void> {
  /** The global store's name. */
  public static final String STORE = "rules";

  private final RulesInForce rules;
  private KeyValueStore<byte[], byte[]> store;

  private RuleUpdateProcessor(RulesInForce rules) {
    this.rules = rules;
  }

  public static ProcessorSupplier<byte[], byte[], Void, Void> supplier(RulesInForce rules) {
    return () -> new RuleUpdateProcessor(rules);
  }

  /** The store that Kafka Streams asks for; what is in force is asked of {@link RulesInForce}. */
  public static StoreBuilder<?> store() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> rule) {
    store.put(rule.key(), rule.value());
    rules.put(rule.key(), rule.value());
  }
}
