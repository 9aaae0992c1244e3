/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Score;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.scoring.ScoredEvent;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Compares each score with the model's threshold: an alert above it, a score record for all. */
public final class ThresholdProcessor implements Processor<byte[], ScoredEvent, String, Object> {
  private final EventFacts facts;
  private final StreamMetrics metrics;
  private final String alerts;
  private final String scores;
  private ProcessorContext<String, Object> context;

  private ThresholdProcessor(
      EventFacts facts, StreamMetrics metrics, String alerts, String scores) {
    this.facts = facts;
    this.metrics = metrics;
    this.alerts = alerts;
    this.scores = scores;
  }

  /**
   * One processor per task.
   *
   * @param facts makes what reads time and key of an event
   * @param alerts the node that gets alerts
   * @param scores the node that gets every score, null for none
   */
  public static ProcessorSupplier<byte[], ScoredEvent, String, Object> supplier(
      EventFacts.Factory facts, StreamMetrics metrics, String alerts, String scores) {
    return () -> new ThresholdProcessor(facts.get(), metrics, alerts, scores);
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], ScoredEvent> event) {
    ScoredEvent scored = event.value();
    RecordMetadata source = Origin.of(event.headers(), context.recordMetadata().orElseThrow());
    String key = facts.key(event.key(), scored.value());
    long time = facts.time(scored.value(), event.timestamp());
    double threshold = scored.model().threshold();
    if (scores != null) {
      Score score = Verdicts.score(scored, threshold, null, time, source);
      context.forward(event.withKey(key).<Object>withValue(score), scores);
    }
    if (scored.score() > threshold) {
      Alert alert = Verdicts.alert(scored, threshold, key, time, source);
      metrics.alert(alert.getSeverity().name());
      context.forward(event.withKey(key).<Object>withValue(alert), alerts);
    }
  }
}
