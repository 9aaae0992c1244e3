/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import hex.genmodel.MojoModel;
import java.io.IOException;
import java.nio.file.Path;

/** The same MOJO by its raw {@code score0}, with reused arrays. */
final class H2oRawScorer implements RowScorer {
  private final MojoModel model;
  private final double[] input;
  private final double[] reconstruction;

  H2oRawScorer(Path mojo) throws IOException {
    model = MojoModel.load(mojo.toString());
    input = new double[model.nfeatures()];
    reconstruction = new double[model.nfeatures()];
  }

  @Override
  public double score(float[] row) {
    for (int f = 0; f < row.length; f++) {
      input[f] = row[f];
    }
    model.score0(input, reconstruction);
    double sum = 0;
    for (int f = 0; f < row.length; f++) {
      double difference = input[f] - reconstruction[f];
      sum += difference * difference;
    }
    return sum / row.length;
  }
}
