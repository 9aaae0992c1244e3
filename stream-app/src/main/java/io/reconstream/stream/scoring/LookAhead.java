/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Where the interceptors of an app's consumers and the app's tasks meet. A consumer is polled by
 * the thread that runs the tasks, so each thread has its own {@link PolledRecords}.
 */
public final class LookAhead {
  static final String CONFIG = "reconstream.look.ahead";

  private final Set<String> topics;
  private final ScoringThreads threads;
  private final Map<Thread, PolledRecords> byThread = new ConcurrentHashMap<>();

  /** A look-ahead whose batches run on the stream threads alone. */
  public LookAhead(Set<String> topics) {
    this(topics, new ScoringThreads(0));
  }

  /**
   * @param topics those whose records are scored
   * @param threads run batches before they are needed; closed by whoever made them
   */
  public LookAhead(Set<String> topics, ScoringThreads threads) {
    this.topics = Set.copyOf(topics);
    this.threads = threads;
  }

  ScoringThreads threads() {
    return threads;
  }

  /** Settings that let Kafka Streams' main consumers show what they poll to this look-ahead. */
  public Map<String, Object> consumerSettings() {
    return Map.of(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
        LookAheadInterceptor.class.getName(),
        StreamsConfig.mainConsumerPrefix(CONFIG),
        this);
  }

  PolledRecords newConsumer() {
    return new PolledRecords(topics);
  }

  void polls(PolledRecords polled) {
    byThread.put(Thread.currentThread(), polled);
  }

  void closed(PolledRecords polled) {
    byThread.values().remove(polled);
  }

  /** What the current thread polled; empty where no interceptor is. */
  PolledRecords ofThisThread() {
    PolledRecords polled = byThread.get(Thread.currentThread());
    return polled == null ? new PolledRecords(Set.of()) : polled;
  }
}
