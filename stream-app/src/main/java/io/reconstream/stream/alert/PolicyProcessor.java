/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelSource;
import io.reconstream.stream.models.ServingModel;
import io.reconstream.stream.policy.Cause;
import io.reconstream.stream.policy.Decision;
import io.reconstream.stream.policy.IncidentEvent;
import io.reconstream.stream.policy.Observation;
import io.reconstream.stream.policy.OpenIncident;
import io.reconstream.stream.policy.Policies;
import io.reconstream.stream.scoring.ScoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
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

  /**
   * What decides.
   *
   * @param policies in force
   * @param adaptive the accepted alerts, where thresholds follow their keys
   * @param idle a key silent for longer is forgotten; zero: never
   * @param ahead how far an event's time may be after its record's timestamp
   */
  public record Settings(
      Policies policies, Optional<AlertBudget> adaptive, Duration idle, Duration ahead) {}

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);

  private final EventFacts facts;
  private final ModelSource models;
  private final Settings settings;
  private final StreamMetrics metrics;
  private final Outputs outputs;
  private ProcessorContext<String, Object> context;
  private EventClock clock;
  private PolicyStates states;
  private KeyThresholds thresholds;
  private final KeyTimes times = new KeyTimes();

  private PolicyProcessor(
      EventFacts facts,
      ModelSource models,
      Settings settings,
      StreamMetrics metrics,
      Outputs outputs) {
    this.facts = facts;
    this.models = models;
    this.settings = settings;
    this.metrics = metrics;
    this.outputs = outputs;
  }

  /**
   * One processor per task.
   *
   * @param facts makes what reads time and key of an event
   * @param models names the model in what no event led to
   */
  public static ProcessorSupplier<byte[], ScoredEvent, String, Object> supplier(
      EventFacts.Factory facts,
      ModelSource models,
      Settings settings,
      StreamMetrics metrics,
      Outputs outputs) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], ScoredEvent, String, Object> get() {
        return new PolicyProcessor(facts.get(), models, settings, metrics, outputs);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        Set<StoreBuilder<?>> stores = new HashSet<>();
        stores.add(store(POLICIES));
        if (settings.adaptive().isPresent()) {
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
    clock = new EventClock(context.currentSystemTimeMs());
    states =
        new PolicyStates(context.getStateStore(POLICIES), settings.policies(), settings.idle());
    context.schedule(UPKEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::upkeep);
    thresholds =
        settings
            .adaptive()
            .<KeyThresholds>map(
                budget -> new AdaptiveThresholds(context.getStateStore(THRESHOLDS), budget))
            .orElseGet(SharedThreshold::new);
  }

  @Override
  public void process(Record<byte[], ScoredEvent> event) {
    ScoredEvent scored = event.value();
    RecordMetadata source = Origin.of(event.headers(), context.recordMetadata().orElseThrow());
    String key = facts.key(event.key(), scored.value());
    long time = facts.time(scored.value(), event.timestamp());
    if (Float.isNaN(scored.score())) {
      sendScore(event, key, Double.NaN, null, time, source);
      return;
    }
    String stateKey = key == null ? NO_KEY : key;
    long taken = taken(time, event.timestamp());
    double threshold = thresholds.threshold(stateKey, scored.model(), taken);
    metrics.watched(times.days(stateKey, taken), thresholds.rate());
    clock.event(taken, context.currentSystemTimeMs());
    Decision decision = states.decide(stateKey, observation(scored, threshold, taken, source));
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
    for (IncidentEvent step : decision.incidents()) {
      metrics.incident(step.status().name());
      send(event, key, incident(step, key, scored.model()), outputs.incidents());
    }
  }

  /** One clock that is ahead would make all other keys silent for long, and end their incidents. */
  private long taken(long time, long timestamp) {
    if (time - timestamp <= settings.ahead().toMillis()) {
      return time;
    }
    metrics.timeAhead();
    return timestamp;
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

  private void upkeep(long wall) {
    endSilent(wall);
    if (!settings.idle().isZero()) {
      thresholds.forgetIdle(settings.idle(), clock, wall);
    }
  }

  /** What silence ends is told with the time at which the key was last seen. */
  private void endSilent(long wall) {
    for (PolicyStates.Silent silent : states.step(clock, wall)) {
      String key = silent.key().equals(NO_KEY) ? null : silent.key();
      for (IncidentEvent step : silent.decision().incidents()) {
        metrics.incident(step.status().name());
        if (outputs.incidents() != null) {
          Object incident = incident(step, key, models.current());
          long time = Math.max(0, step.incident().seen());
          context.forward(new Record<>(key, incident, time), outputs.incidents());
        }
      }
    }
  }

  private static Observation observation(
      ScoredEvent scored, double threshold, long time, RecordMetadata source) {
    boolean anomalous = scored.score() > threshold;
    return new Observation(
        time,
        scored.score(),
        threshold,
        anomalous ? Verdicts.id(source, scored.model().bundle()) : "",
        () -> Contributors.of(scored.explanation()).stream().map(PolicyProcessor::cause).toList());
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

  private static Incident incident(IncidentEvent event, String key, ServingModel model) {
    OpenIncident incident = event.incident();
    return new Incident(
        incident.id(),
        key,
        IncidentStatus.valueOf(event.status().name()),
        Instant.ofEpochMilli(incident.start()),
        Instant.ofEpochMilli(incident.peak()),
        incident.peakScore(),
        Instant.ofEpochMilli(incident.last()),
        incident.anomalousEvents(),
        model.bundle().hash(),
        event.closedBy() == null ? null : event.closedBy().name());
  }
}
