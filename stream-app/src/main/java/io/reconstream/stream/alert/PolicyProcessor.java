/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.policy.Cause;
import io.reconstream.stream.policy.Decision;
import io.reconstream.stream.policy.IncidentEvent;
import io.reconstream.stream.policy.Observation;
import io.reconstream.stream.policy.OpenIncident;
import io.reconstream.stream.policy.Policy;
import io.reconstream.stream.policy.PolicyState;
import io.reconstream.stream.scoring.ScoredEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Lets the policy decide what an operator is told of each scored event: an alert, a step in an
 * incident, or nothing. Keeps what the policy remembers of each key, and writes it when it changed.
 */
public final class PolicyProcessor implements Processor<byte[], ScoredEvent, String, Object> {
  /** The store with what the policy remembers. */
  public static final String POLICIES = "policies";

  /** The store with adaptive thresholds. */
  public static final String THRESHOLDS = "thresholds";

  /** Events without a key share one state. */
  private static final String NO_KEY = "";

  /**
   * The nodes that get the output.
   *
   * @param scores null for none
   * @param incidents null for none
   */
  public record Outputs(String alerts, String scores, String incidents) {}

  private final EventFacts facts;
  private final Policy policy;
  private final OptionalDouble adaptiveRate;
  private final StreamMetrics metrics;
  private final Outputs outputs;
  private ProcessorContext<String, Object> context;
  private KeyValueStore<String, byte[]> states;
  private KeyThresholds thresholds;

  private PolicyProcessor(
      EventFacts facts,
      Policy policy,
      OptionalDouble adaptiveRate,
      StreamMetrics metrics,
      Outputs outputs) {
    this.facts = facts;
    this.policy = policy;
    this.adaptiveRate = adaptiveRate;
    this.metrics = metrics;
    this.outputs = outputs;
  }

  /**
   * One processor per task.
   *
   * @param facts makes what reads time and key of an event
   * @param adaptiveRate the accepted alerts per event, where thresholds follow their keys
   */
  public static ProcessorSupplier<byte[], ScoredEvent, String, Object> supplier(
      EventFacts.Factory facts,
      Policy policy,
      OptionalDouble adaptiveRate,
      StreamMetrics metrics,
      Outputs outputs) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], ScoredEvent, String, Object> get() {
        return new PolicyProcessor(facts.get(), policy, adaptiveRate, metrics, outputs);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        Set<StoreBuilder<?>> stores = new HashSet<>();
        stores.add(store(POLICIES));
        if (adaptiveRate.isPresent()) {
          // changes with each event: the cache leaves one changelog record per key and commit
          stores.add(store(THRESHOLDS).withCachingEnabled());
        }
        return stores;
      }
    };
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
    states = context.getStateStore(POLICIES);
    thresholds =
        adaptiveRate.isPresent()
            ? new AdaptiveThresholds(context.getStateStore(THRESHOLDS), adaptiveRate.getAsDouble())
            : (key, model) -> model.threshold();
  }

  @Override
  public void process(Record<byte[], ScoredEvent> event) {
    ScoredEvent scored = event.value();
    RecordMetadata source = context.recordMetadata().orElseThrow();
    String key = facts.key(event.key(), scored.value());
    long time = facts.time(scored.value(), event.timestamp());
    if (Float.isNaN(scored.score())) {
      sendScore(event, key, Double.NaN, null, time, source);
      return;
    }
    String stateKey = key == null ? NO_KEY : key;
    double threshold = thresholds.threshold(stateKey, scored.model());
    Decision decision = decide(stateKey, observation(scored, threshold, time, source));
    thresholds.learn(
        stateKey, scored.score(), decision.alert(), decision.state().incident() != null);
    String withheld = decision.withheld() == null ? null : decision.withheld().name();
    if (withheld != null) {
      metrics.withheld(withheld);
    }
    sendScore(event, key, threshold, withheld, time, source);
    if (decision.alert()) {
      Alert alert = Verdicts.alert(scored, threshold, key, time, source);
      metrics.alert(alert.getSeverity().name());
      send(event, key, alert, outputs.alerts());
    }
    if (decision.incident() != null) {
      metrics.incident(decision.incident().status().name());
      send(event, key, incident(decision.incident(), key, scored), outputs.incidents());
    }
  }

  /** Makes no score record where none is wanted: this is asked for each event. */
  private void sendScore(
      Record<byte[], ScoredEvent> event,
      String key,
      double threshold,
      String withheld,
      long time,
      RecordMetadata source) {
    if (outputs.scores() != null) {
      Object score = Verdicts.score(event.value(), threshold, withheld, time, source);
      send(event, key, score, outputs.scores());
    }
  }

  private void send(Record<byte[], ?> event, String key, Object value, String node) {
    if (node != null) {
      context.forward(event.withKey(key).<Object>withValue(value), node);
    }
  }

  private Decision decide(String key, Observation event) {
    byte[] stored = states.get(key);
    PolicyState before = stored == null ? PolicyState.INITIAL : PolicyState.fromBytes(stored);
    Decision decision = policy.decide(before, event);
    PolicyState after = decision.state();
    if (!after.equals(before)) {
      states.put(key, after.equals(PolicyState.INITIAL) ? null : after.toBytes());
    }
    return decision;
  }

  private static Observation observation(
      ScoredEvent scored, double threshold, long time, RecordMetadata source) {
    boolean anomalous = scored.score() > threshold;
    return new Observation(
        time,
        scored.score(),
        threshold,
        anomalous ? Verdicts.id(source, scored.model().bundle()) : "",
        () ->
            Contributors.of(
                    scored.model().bundle().metadata().features(), scored.explanation().detail())
                .stream()
                .map(PolicyProcessor::cause)
                .toList());
  }

  private static Cause cause(Contributor contributor) {
    return new Cause(
        contributor.getFeature(),
        number(contributor.getValue()),
        number(contributor.getExpected()),
        contributor.getShare());
  }

  private static double number(Double value) {
    return value == null ? Double.NaN : value;
  }

  private static Incident incident(IncidentEvent event, String key, ScoredEvent scored) {
    OpenIncident incident = event.incident();
    return Incident.newBuilder()
        .setId(incident.id())
        .setKey(key)
        .setStatus(IncidentStatus.valueOf(event.status().name()))
        .setStart(Instant.ofEpochMilli(incident.start()))
        .setPeak(Instant.ofEpochMilli(incident.peak()))
        .setPeakScore(incident.peakScore())
        .setLast(Instant.ofEpochMilli(incident.last()))
        .setAnomalousEvents(incident.anomalousEvents())
        .setModelHash(scored.model().bundle().hash())
        .build();
  }
}
