/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Latent;
import io.reconstream.schemas.Score;
import io.reconstream.stream.alert.AlertBudget;
import io.reconstream.stream.alert.EventFacts;
import io.reconstream.stream.alert.LatentProcessor;
import io.reconstream.stream.alert.PolicyProcessor;
import io.reconstream.stream.alert.RegisteredSerializer;
import io.reconstream.stream.alert.ThresholdProcessor;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.deadletter.LetterSerializer;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.event.ValuedDecoder;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelSource;
import io.reconstream.stream.rules.RuleCheckProcessor;
import io.reconstream.stream.rules.RuleUpdateProcessor;
import io.reconstream.stream.rules.RulesInForce;
import io.reconstream.stream.scoring.LookAhead;
import io.reconstream.stream.scoring.ModelInput;
import io.reconstream.stream.scoring.RowInput;
import io.reconstream.stream.scoring.ScoreProcessor;
import io.reconstream.stream.scoring.ScoredEvent;
import io.reconstream.stream.scoring.ScoringLimits;
import io.reconstream.stream.window.WindowInputs;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The whole flow.
 *
 * <pre>
 * events ─► score ─► verdict ─► alerts
 *             │         ├─────► scores         (where every score is wanted)
 *             │         └─────► incidents      (where they are wanted)
 *             ├─► latent ─────► latents        (where they are wanted)
 *             └─► dead-letters
 *
 * events ─► rekey ─► by-key ─► pivot ─► rows ─► score    (where the configuration asks for it)
 *
 * rules ─► rule-check ─► rules-in-force    (where rules may change while the app runs)
 *              └───────► dead-letters
 * </pre>
 *
 * Keys and values are read as bytes: an event that cannot be decoded travels on as it came.
 */
public final class AnomalyTopology {
  static final String EVENTS = "events";
  static final String SCORE = "score";
  static final String VERDICT = "verdict";
  static final String ALERTS = "alerts";
  static final String SCORES = "scores";
  static final String INCIDENTS = "incidents";
  static final String LATENT = "latent";
  static final String LATENTS = "latents";
  static final String DEAD_LETTERS = "dead-letters";

  static final String RULES = "rules";
  static final String RULE_CHECK = "rule-check";
  static final String RULES_IN_FORCE = "rules-in-force";
  static final String RULE_UPDATE = "rule-update";
  static final String RULE_DEAD_LETTERS = "rule-dead-letters";

  /** What the app gives its topology. */
  public record Parts(
      AppConfig config,
      ModelSource models,
      EventDecoderFactory decoders,
      LookAhead lookAhead,
      StreamMetrics metrics,
      Duration maxPollInterval,
      OutputSchemas schemas) {}

  /**
   * Ids of our own schemas in the registry.
   *
   * @param score null where scores are not written
   * @param incident null where incidents are not
   * @param latent null where latent vectors are not
   */
  public record OutputSchemas(int alert, Integer score, Integer incident, Integer latent) {}

  private AnomalyTopology() {}

  public static Topology of(Parts parts) {
    AppConfig config = parts.config();
    boolean everyScore = config.scoresTopic().isPresent();
    Topology topology = Intake.of(parts);
    topology.addProcessor(
        SCORE,
        ScoreProcessor.supplier(
            parts.models(),
            inputs(parts),
            parts.lookAhead(),
            ScoringLimits.of(config.batchMaxRows(), parts.maxPollInterval()),
            parts.metrics(),
            new ScoreProcessor.Settings(
                everyScore || config.hasPolicy(),
                VERDICT,
                config.latentsTopic().isPresent() ? LATENT : null,
                DEAD_LETTERS)),
        Intake.lastSource(config));
    RulesInForce policies = new RulesInForce(config);
    topology.addProcessor(VERDICT, verdict(parts, policies), SCORE);
    topology.addSink(
        ALERTS,
        config.alertsTopic(),
        new StringSerializer(),
        new RegisteredSerializer<Alert>(parts.schemas().alert()),
        VERDICT);
    config
        .scoresTopic()
        .ifPresent(
            topic ->
                topology.addSink(
                    SCORES,
                    topic,
                    new StringSerializer(),
                    new RegisteredSerializer<Score>(parts.schemas().score()),
                    VERDICT));
    config
        .incidentsTopic()
        .ifPresent(
            topic ->
                topology.addSink(
                    INCIDENTS,
                    topic,
                    new StringSerializer(),
                    new RegisteredSerializer<Incident>(parts.schemas().incident()),
                    VERDICT));
    config.latentsTopic().ifPresent(topic -> addLatents(topology, topic, parts));
    topology.addSink(
        DEAD_LETTERS,
        config.deadLetterTopic(),
        LetterSerializer.key(config.deadLetterMaxBytes()),
        LetterSerializer.value(config.deadLetterMaxBytes()),
        SCORE);
    config.rulesTopic().ifPresent(topic -> addRules(topology, topic, parts, policies));
    return topology;
  }

  /** Rules are checked by one task each, and taken over by every instance. */
  private static void addRules(
      Topology topology, String topic, Parts parts, RulesInForce policies) {
    AppConfig config = parts.config();
    topology.addSource(
        AutoOffsetReset.earliest(),
        RULES,
        (rule, streamTime) -> Math.max(0, rule.timestamp()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
    topology.addProcessor(
        RULE_CHECK,
        RuleCheckProcessor.supplier(
            config,
            parts.models(),
            parts.metrics(),
            new RuleCheckProcessor.Outputs(RULES_IN_FORCE, RULE_DEAD_LETTERS)),
        RULES);
    topology.addSink(
        RULES_IN_FORCE,
        config.rulesInForceTopic(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        RULE_CHECK);
    topology.addSink(
        RULE_DEAD_LETTERS,
        config.deadLetterTopic(),
        LetterSerializer.key(config.deadLetterMaxBytes()),
        LetterSerializer.value(config.deadLetterMaxBytes()),
        RULE_CHECK);
    topology.addGlobalStore(
        RuleUpdateProcessor.store(),
        RULES_IN_FORCE + "-source",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        config.rulesInForceTopic(),
        RULE_UPDATE,
        RuleUpdateProcessor.supplier(policies));
  }

  private static void addLatents(Topology topology, String topic, Parts parts) {
    topology.addProcessor(
        LATENT, LatentProcessor.supplier(() -> facts(parts.config(), Intake.rows(parts))), SCORE);
    topology.addSink(
        LATENTS,
        topic,
        new StringSerializer(),
        new RegisteredSerializer<Latent>(parts.schemas().latent()),
        LATENT);
  }

  /** A bundle with another window is refused while the app runs. */
  private static ModelInput.Factory inputs(Parts parts) {
    if (parts.models().current().bundle().metadata().window() != null) {
      return new WindowInputs(parts.config(), Intake.rows(parts), parts.metrics());
    }
    return (model, context) ->
        new RowInput(
            () ->
                new ValuedDecoder(
                    Intake.rows(parts).decoder(model.bundle().metadata().features()),
                    model.scorer().width()),
            model.scorer().width());
  }

  /** Without a policy each anomalous event is an alert, and nothing is kept per key. */
  private static ProcessorSupplier<byte[], ScoredEvent, String, Object> verdict(
      Parts parts, RulesInForce policies) {
    AppConfig config = parts.config();
    EventFacts.Factory facts = () -> facts(config, Intake.rows(parts));
    String scores = config.scoresTopic().isPresent() ? SCORES : null;
    if (!config.hasPolicy()) {
      return ThresholdProcessor.supplier(facts, parts.metrics(), ALERTS, scores);
    }
    return PolicyProcessor.supplier(
        facts,
        parts.models(),
        new PolicyProcessor.Settings(
            policies, adaptive(config), config.windowIdleTtl(), config.windowAheadMax()),
        parts.metrics(),
        new PolicyProcessor.Outputs(
            ALERTS, scores, config.incidentsTopic().isPresent() ? INCIDENTS : null));
  }

  private static Optional<AlertBudget> adaptive(AppConfig config) {
    return config.isAdaptive()
        ? Optional.of(new AlertBudget(config.adaptiveRate(), config.alertsPerDay()))
        : Optional.empty();
  }

  private static EventFacts facts(AppConfig config, EventDecoderFactory decoders) {
    return new EventFacts(
        config.rowTimeField().map(FieldPath::parse).map(decoders::eventTime).orElse(null),
        config.rowKeyField().map(FieldPath::parse).map(decoders::eventKey).orElse(null));
  }
}
