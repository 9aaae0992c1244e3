/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import com.amazon.randomcutforest.RandomCutForest;

/** Amazon's RandomCutForest at its defaults of 50 trees and 256 samples: score, then update. */
final class RandomCutForestScorer implements RowScorer {
  private final RandomCutForest forest;

  RandomCutForestScorer(int features) {
    forest =
        RandomCutForest.builder()
            .dimensions(features)
            .numberOfTrees(50)
            .sampleSize(256)
            .randomSeed(1)
            .build();
  }

  @Override
  public double score(float[] row) {
    double score = forest.getAnomalyScore(row);
    forest.update(row);
    return score;
  }
}
