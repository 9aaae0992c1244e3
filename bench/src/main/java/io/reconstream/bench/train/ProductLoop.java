/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.train.TrainedModel;
import io.reconstream.trainer.train.Training;
import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.List;
import java.util.stream.IntStream;

/** Reconstream's own training, all of it; timed is what its report calls an epoch's seconds. */
record ProductLoop(TrainTask task) {
  private static final int HELD_OUT = 1_000;

  EpochTimes run() {
    int width = task.shape().features();
    TrainedModel model =
        Training.train(
            features(width),
            Matrix.draw(task.rows(), width, 1),
            Matrix.draw(HELD_OUT, width, 2),
            new ModelConfig.Dense(task.shape().encoder(), Activation.TANH),
            TrainingSettings.builder()
                .optimizer(Optimizer.ADAM)
                .learningRate(0.001)
                .batchSize(task.batch())
                .epochs(task.epochs() + 1)
                .patience(task.epochs() + 1)
                .seed(1)
                .build(),
            Progress.silent());
    // epoch 0 is the untrained network, epoch 1 reads the rows
    List<Double> seconds =
        model.histories().get(0).epochs().stream().skip(2).map(Epoch::seconds).toList();
    return new EpochTimes(seconds, 0);
  }

  private static FeatureSpec features(int width) {
    return new FeatureSpec(
        IntStream.range(0, width)
            .<Feature>mapToObj(i -> new NumericFeature("f" + i, FieldPath.parse("f" + i), true))
            .toList());
  }

  /** Rows in memory. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Matrix(int width, float[][] values) implements Rows {

    static Matrix draw(int count, int width, long seed) {
      io.reconstream.bench.workload.Rows source =
          new io.reconstream.bench.workload.Rows(width, seed);
      float[][] values = new float[count][width];
      for (float[] row : values) {
        source.next(row);
      }
      return new Matrix(width, values);
    }

    @Override
    public long count() {
      return values.length;
    }

    @Override
    public void copy(long row, float[] target, int offset) {
      System.arraycopy(values[Math.toIntExact(row)], 0, target, offset, width);
    }
  }
}
