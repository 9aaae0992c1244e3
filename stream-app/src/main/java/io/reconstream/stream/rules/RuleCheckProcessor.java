/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.rules;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelSource;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets good records of the rules topic pass; a bad one goes to the dead letters, and the rules
 * before it stay in force.
 */
public final class RuleCheckProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(RuleCheckProcessor.class);

  /** The stable code of a refused record. */
  public static final String REASON = "BAD_RULE";

  /** The nodes that get the output. */
  public record Outputs(String inForce, String deadLetters) {}

  private final AppConfig config;
  private final ModelSource models;
  private final StreamMetrics metrics;
  private final Outputs outputs;
  private ProcessorContext<byte[], byte[]> context;

  private RuleCheckProcessor(
      AppConfig config, ModelSource models, StreamMetrics metrics, Outputs outputs) {
    this.config = config;
    this.models = models;
    this.metrics = metrics;
    this.outputs = outputs;
  }

  /** One processor per task. */
  public static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      AppConfig config, ModelSource models, StreamMetrics metrics, Outputs outputs) {
    return () -> new RuleCheckProcessor(config, models, metrics, outputs);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> rule) {
    try {
      String key = RuleRecord.key(rule.key());
      if (rule.value() != null) {
        require(rule.value());
      }
      metrics.rule(rule.value() == null ? "REMOVED" : "ACCEPTED");
      LOG.info(
          "rules of key '{}' {}", key, rule.value() == null ? "were taken back" : "were changed");
      context.forward(rule, outputs.inForce());
    } catch (InvalidConfigException e) {
      metrics.rule("REFUSED");
      metrics.deadLetter(REASON);
      LOG.warn("rules refused, those before them stay: {}", String.join("; ", e.problems()));
      context.forward(
          rule.withHeaders(
              DeadLetter.headers(
                  rule.headers(), context.recordMetadata().orElseThrow(), REASON, e)),
          outputs.deadLetters());
    }
  }

  private void require(byte[] rules) {
    var unused = RuleRecord.policy(rules, config);
    List<String> problems =
        RuleRecord.configWith(rules, config)
            .problemsWith(models.current().bundle().metadata().features().names());
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }
}
