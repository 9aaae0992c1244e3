/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.StepShare;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.ModelReference;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Severity;
import io.reconstream.schemas.SourceCoordinates;
import io.reconstream.schemas.Verdict;
import io.reconstream.schemas.WindowBounds;
import io.reconstream.schemas.WindowStep;
import io.reconstream.stream.scoring.Explanation;
import io.reconstream.stream.scoring.ScoredEvent;
import io.reconstream.stream.scoring.WindowStretch;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Writes scores and alerts. Not by Avro's builders, which look at each field's schema: that is a
 * quarter of the time an alert takes to be written.
 */
final class Verdicts {

  private Verdicts() {}

  /**
   * @param threshold the one in force, NaN where there is no score
   * @param withheld why an anomalous event raised no alert, null if it did or is not anomalous
   */
  static Score score(
      ScoredEvent event, double threshold, String withheld, long time, RecordMetadata source) {
    boolean ready = !Float.isNaN(event.score());
    boolean anomalous = event.score() > threshold;
    return new Score(
        Instant.ofEpochMilli(time),
        ready ? (double) event.score() : null,
        ready ? pValue(event) : null,
        !ready ? Verdict.NOT_READY : anomalous ? Verdict.ANOMALOUS : Verdict.NORMAL,
        event.model().bundle().hash(),
        source.topic(),
        source.partition(),
        source.offset(),
        withheld);
  }

  static Alert alert(
      ScoredEvent event, double threshold, String key, long time, RecordMetadata source) {
    Bundle bundle = event.model().bundle();
    double pValue = pValue(event);
    return new Alert(
        id(source, bundle),
        key,
        Instant.ofEpochMilli(time),
        (double) event.score(),
        threshold,
        pValue,
        severity(pValue),
        Contributors.of(event.explanation()),
        new ModelReference(bundle.metadata().name(), bundle.metadata().version(), bundle.hash()),
        bounds(event.explanation()),
        new SourceCoordinates(source.topic(), source.partition(), source.offset()));
  }

  private static WindowBounds bounds(Explanation explanation) {
    WindowStretch window = explanation.stretch();
    return window == null
        ? null
        : new WindowBounds(
            Instant.ofEpochMilli(window.start()),
            Instant.ofEpochMilli(window.end()),
            window.rows(),
            explanation.steps().stream()
                .limit(Contributors.TOP)
                .map(step -> step(step, window))
                .toList());
  }

  private static WindowStep step(StepShare step, WindowStretch window) {
    return new WindowStep(
        Instant.ofEpochMilli(window.times().get(step.first())),
        Instant.ofEpochMilli(window.times().get(step.last())),
        step.share());
  }

  private static double pValue(ScoredEvent event) {
    return event.model().bundle().metadata().distribution().pValue(event.score());
  }

  /** The same for the same event and model, so that a replay repeats it. */
  static String id(RecordMetadata source, Bundle bundle) {
    String identity =
        String.join(
            "/",
            source.topic(),
            Integer.toString(source.partition()),
            Long.toString(source.offset()),
            bundle.hash());
    return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString();
  }

  /** One in a thousand normal events scores so: LOW; each step up is ten times rarer. */
  static Severity severity(double pValue) {
    if (pValue <= 1e-6) {
      return Severity.CRITICAL;
    }
    if (pValue <= 1e-5) {
      return Severity.HIGH;
    }
    return pValue <= 1e-4 ? Severity.MEDIUM : Severity.LOW;
  }
}
