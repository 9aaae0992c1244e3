/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import io.reconstream.bench.workload.Rows;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The model alone: one thread scores rows that lie in memory, over and over, in batches of the size
 * that is fastest on this machine. Nothing that scores with this model on one thread can be faster.
 */
final class BestBatch {
  private static final int LARGEST = 2_048;
  private static final long TRIAL_NANOS = 300_000_000L;

  private BestBatch() {}

  /**
   * Starts scoring and finds the best size first.
   *
   * @return how many rows were scored since the size was found
   */
  static LongSupplier start(VariantSettings settings) {
    LongAdder scored = new LongAdder();
    Thread thread = new Thread(() -> run(settings, scored), "best-batch");
    thread.setDaemon(true);
    thread.start();
    return scored::sum;
  }

  private static void run(VariantSettings settings, LongAdder scored) {
    try (Scorer scorer = Scorer.open(Bundle.read(Path.of(settings.bundle())));
        ScoringBatch batch = scorer.batch(LARGEST)) {
      fill(batch, settings.features(), scorer.windowLength());
      int best = fastest(batch);
      while (true) {
        batch.score(best);
        scored.add(best);
      }
    }
  }

  private static void fill(ScoringBatch batch, int features, int length) {
    Rows rows = new Rows(features, 5);
    float[] row = new float[features];
    for (int i = 0; i < batch.capacity() * length; i++) {
      rows.next(row);
      batch.features().put(i * features, row);
    }
  }

  private static int fastest(ScoringBatch batch) {
    int best = 1;
    double most = 0;
    for (int size = 1; size <= batch.capacity(); size *= 2) {
      batch.score(size); // its buffers are bound by the first call
      double perSecond = rowsPerSecond(batch, size);
      if (perSecond > most) {
        most = perSecond;
        best = size;
      }
    }
    return best;
  }

  private static double rowsPerSecond(ScoringBatch batch, int size) {
    long begin = System.nanoTime();
    long rows = 0;
    while (System.nanoTime() - begin < TRIAL_NANOS) {
      batch.score(size);
      rows += size;
    }
    return rows * 1e9 / (System.nanoTime() - begin);
  }
}
