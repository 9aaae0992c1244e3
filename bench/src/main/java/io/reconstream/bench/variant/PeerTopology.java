/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import io.reconstream.bench.workload.Rows;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The topology of everything that is not the product: source, one processor that decodes with
 * Reconstream's own decoder and scores, sink. So the scoring alone differs.
 */
final class PeerTopology {
  /**
   * As long as an Avro Score of the product, so that every variant writes the same bytes. They
   * begin with the event's offset.
   */
  private static final int OUTPUT_BYTES = 110;

  private PeerTopology() {}

  static Topology of(
      VariantSettings settings,
      Supplier<EventDecoder> decoders,
      Supplier<RowScorer> scorers,
      LongAdder processed) {
    Topology topology = new Topology();
    topology.addSource(
        "source",
        Serdes.ByteArray().deserializer(),
        Serdes.ByteArray().deserializer(),
        settings.topic());
    topology.addProcessor(
        "score",
        () ->
            new Scoring(
                settings,
                decoders.get(),
                scorers.get(),
                settings.keys() == 0 ? null : new KeptRows(settings),
                processed),
        "source");
    if (settings.keys() > 0) {
      topology.addStateStore(KeptRows.store(), "score");
    }
    topology.addSink(
        "output",
        VariantProcess.outputTopic(settings),
        Serdes.ByteArray().serializer(),
        Serdes.ByteArray().serializer(),
        "score");
    return topology;
  }

  private static final class Scoring extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final EventDecoder decoder;
    private final RowScorer scorer;
    private final KeptRows kept;
    private final LongAdder processed;
    private final boolean everyScore;
    private final double threshold;
    private final float[] row;
    private final FloatBuffer buffer;

    /**
     * @param kept null where no row is kept
     */
    Scoring(
        VariantSettings settings,
        EventDecoder decoder,
        RowScorer scorer,
        KeptRows kept,
        LongAdder processed) {
      this.decoder = decoder;
      this.scorer = scorer;
      this.kept = kept;
      this.processed = processed;
      this.everyScore = settings.everyScore();
      this.threshold =
          settings.variant() == VariantName.PASSTHROUGH ? Rows.DISTORTED : Double.MAX_VALUE;
      this.row = new float[settings.features()];
      this.buffer = FloatBuffer.wrap(row);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      super.init(context);
      if (kept != null) {
        kept.open(context);
      }
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
      double score = score(event.value());
      if (kept != null) {
        kept.keep(event.key(), row);
      }
      if (everyScore || score > threshold) {
        byte[] output = new byte[OUTPUT_BYTES];
        ByteBuffer.wrap(output).putLong(context().recordMetadata().orElseThrow().offset());
        context().forward(event.withValue(output));
      }
      processed.increment();
    }

    private double score(byte[] value) {
      try {
        decoder.decode(value, buffer, 0);
        return scorer.score(row);
      } catch (UndecodableException e) {
        throw new IllegalStateException("a benchmark event could not be decoded", e);
      } catch (Exception e) {
        throw new IllegalStateException("a benchmark event could not be scored", e);
      }
    }

    @Override
    public void close() {
      try {
        scorer.close();
      } catch (Exception e) {
        throw new IllegalStateException("a scorer could not be closed", e);
      }
    }
  }
}
