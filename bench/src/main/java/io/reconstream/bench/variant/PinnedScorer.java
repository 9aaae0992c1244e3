/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import java.nio.file.Path;

/** Reconstream's scorer, one event at a time: reused direct buffers and pinned outputs. */
final class PinnedScorer implements RowScorer {
  private final Scorer scorer;
  private final ScoringBatch batch;

  PinnedScorer(Path bundle) {
    scorer = Scorer.open(Bundle.read(bundle));
    batch = scorer.batch(1);
  }

  @Override
  public double score(float[] row) {
    batch.features().put(0, row);
    batch.score(1);
    return batch.scoreOf(0);
  }

  @Override
  public void close() {
    batch.close();
    scorer.close();
  }
}
