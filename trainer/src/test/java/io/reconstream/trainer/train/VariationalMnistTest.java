/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.config.TrainingSettings;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A variational autoencoder of images uses its latent. */
@Tag("slow")
class VariationalMnistTest {
  private static final int LATENT = 16;

  @Test
  void shouldNotLetTheDivergenceCollapseOnMnist() throws IOException {
    String data = System.getProperty("reconstream.data");
    assumeTrue(
        data != null && !data.isEmpty(), "needs -Dreconstream.data=FOLDER with mnist's images");
    float[][] images = images(Path.of(data, "mnist", "train-images-idx3-ubyte.gz"), 12_000);
    MatrixRows heldOut = new MatrixRows(Arrays.copyOfRange(images, 10_000, 12_000));

    TrainedModel model =
        Training.train(
            Plant.numeric(images[0].length),
            new MatrixRows(Arrays.copyOf(images, 10_000)),
            heldOut,
            new ModelConfig.Variational(
                List.of(200, LATENT), Activation.RELU, 1, 1, Regularisation.NONE),
            TrainingSettings.builder()
                .batchSize(128)
                .epochs(10)
                .loss(Loss.BINARY_CROSS_ENTROPY)
                .build(),
            new Silent());

    double[] mean = new double[LATENT];
    double[] square = new double[LATENT];
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(1)) {
      for (float[] image : heldOut.values()) {
        batch.features().put(0, image);
        batch.score(1);
        float[] latent = batch.detail(0).latent();
        for (int k = 0; k < LATENT; k++) {
          mean[k] += latent[k] / heldOut.count();
          square[k] += (double) latent[k] * latent[k] / heldOut.count();
        }
      }
    }
    // the divergence is at least half the sum of the squared means
    double divergence = 0.5 * Arrays.stream(square).sum();
    // units whose mean varies with the image (Burda et al., 2016)
    long active = 0;
    for (int k = 0; k < LATENT; k++) {
      active += square[k] - mean[k] * mean[k] > 0.01 ? 1 : 0;
    }
    System.out.printf(
        "variational MNIST: divergence at least %.1f nats, %d of %d units active%n",
        divergence, active, LATENT);

    assertThat(divergence).isGreaterThan(1);
    assertThat(active).isGreaterThan(LATENT / 4);
    TrainingHistory history = model.histories().get(0);
    assertThat(history.epochs().get(history.best()).heldOutLoss())
        .isLessThan(0.5 * history.epochs().get(0).heldOutLoss());
  }

  /** The first images of an IDX file, 784 values of 0 to 255 each. */
  private static float[][] images(Path file, int count) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16))) {
      in.readNBytes(16);
      float[][] images = new float[count][28 * 28];
      for (float[] image : images) {
        byte[] pixels = in.readNBytes(image.length);
        for (int i = 0; i < image.length; i++) {
          image[i] = pixels[i] & 0xff;
        }
      }
      return images;
    }
  }
}
