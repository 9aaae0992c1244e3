/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.metrics.TaskCounts;
import io.reconstream.stream.models.ModelSource;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Gives each event its score. Events that cannot have one go to the dead letters; of the others, an
 * event goes on if its score is above the model's threshold or every score is wanted.
 */
public final class ScoreProcessor implements Processor<byte[], byte[], byte[], Object> {

  /**
   * What a score node needs.
   *
   * @param everyScore whether events below the threshold go on too
   * @param next the node that gets scored events
   * @param all the node that gets every scored event, null for none
   * @param deadLetters the node that gets events as they came, with the reason in headers
   */
  public record Settings(boolean everyScore, String next, String all, String deadLetters) {}

  private final ModelSource models;
  private final ModelInput.Factory inputs;
  private final LookAhead lookAhead;
  private final ScoringLimits limits;
  private final StreamMetrics metrics;
  private final Settings settings;
  private ProcessorContext<byte[], Object> context;
  private TaskCounts counts;
  private TaskScoring scoring;

  private ScoreProcessor(
      ModelSource models,
      ModelInput.Factory inputs,
      LookAhead lookAhead,
      ScoringLimits limits,
      StreamMetrics metrics,
      Settings settings) {
    this.models = models;
    this.inputs = inputs;
    this.lookAhead = lookAhead;
    this.limits = limits;
    this.metrics = metrics;
    this.settings = settings;
  }

  /** One processor per task, all with the same model source and look-ahead. */
  public static ProcessorSupplier<byte[], byte[], byte[], Object> supplier(
      ModelSource models,
      ModelInput.Factory inputs,
      LookAhead lookAhead,
      ScoringLimits limits,
      StreamMetrics metrics,
      Settings settings) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], Object> get() {
        return new ScoreProcessor(models, inputs, lookAhead, limits, metrics, settings);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return inputs.stores();
      }
    };
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
    counts = metrics.newTask();
    scoring = new TaskScoring(models, inputs, lookAhead, limits, metrics, counts, context);
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    counts.event();
    try {
      float score = scoring.score(event);
      boolean above = score > scoring.model().threshold();
      if (above || settings.everyScore() || settings.all() != null) {
        Record<byte[], Object> scored =
            event.withValue(new ScoredEvent(event.value(), scoring.model(), score, scoring));
        if (above || settings.everyScore()) {
          context.forward(scored, settings.next());
        }
        if (settings.all() != null) {
          context.forward(scored, settings.all());
        }
      }
    } catch (UndecodableException e) {
      deadLetter(event, e.reason().name(), e);
    } catch (UnscorableException e) {
      deadLetter(event, UnscorableException.REASON, e);
    }
  }

  private void deadLetter(Record<byte[], byte[]> event, String reason, Exception cause) {
    RecordMetadata source = Origin.of(event.headers(), context.recordMetadata().orElseThrow());
    metrics.deadLetter(reason);
    context.forward(
        event
            .<Object>withValue(event.value())
            .withHeaders(DeadLetter.headers(event.headers(), source, reason, cause)),
        settings.deadLetters());
  }

  @Override
  public void close() {
    scoring.close();
    metrics.closed(counts);
    lookAhead.ofThisThread().forget(context.taskId().partition());
  }
}
