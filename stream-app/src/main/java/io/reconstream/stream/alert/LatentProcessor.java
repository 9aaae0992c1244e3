/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.schemas.Latent;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.scoring.ScoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Tells the latent vector of each event that has a score. */
public final class LatentProcessor implements Processor<byte[], ScoredEvent, String, Object> {
  private final EventFacts facts;
  private ProcessorContext<String, Object> context;

  private LatentProcessor(EventFacts facts) {
    this.facts = facts;
  }

  /** One processor per task. */
  public static ProcessorSupplier<byte[], ScoredEvent, String, Object> supplier(
      EventFacts.Factory facts) {
    return () -> new LatentProcessor(facts.get());
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], ScoredEvent> event) {
    ScoredEvent scored = event.value();
    if (Float.isNaN(scored.score())) {
      return; // the key's window is not full
    }
    RecordMetadata source = Origin.of(event.headers(), context.recordMetadata().orElseThrow());
    Latent latent =
        new Latent(
            Instant.ofEpochMilli(facts.time(scored.value(), event.timestamp())),
            list(scored.explanation().detail().latent()),
            scored.model().bundle().hash(),
            source.topic(),
            source.partition(),
            source.offset());
    String key = facts.key(event.key(), scored.value());
    context.forward(event.withKey(key).<Object>withValue(latent));
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
