/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import hex.Model;
import hex.deeplearning.DeepLearning;
import hex.deeplearning.DeepLearningModel.DeepLearningParameters;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.bench.workload.RowsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import water.H2O;
import water.H2OStarter;
import water.Key;
import water.fvec.Frame;
import water.fvec.NFSFileVec;
import water.parser.ParseDataset;

/**
 * Trains the peer: H2O's deep-learning autoencoder of the same shape on rows of the same
 * distribution, saved as MOJO. A program of its own, since an H2O node does not end.
 */
public final class H2oTraining {
  private H2oTraining() {}

  /**
   * @param args features, hidden widths of encoder and decoder separated by commas, rows, epochs,
   *     rows per step, the MOJO's path; where training is to be timed, a file that takes the
   *     seconds per epoch
   */
  public static void main(String[] args) throws IOException {
    int features = Integer.parseInt(args[0]);
    int rows = Integer.parseInt(args[2]);
    double epochs = Double.parseDouble(args[3]);
    Path mojo = Path.of(args[5]);
    Path csv = Files.createTempFile(mojo.toAbsolutePath().getParent(), "h2o", ".csv");
    try {
      RowsFile.write(csv, features, rows, 3);
      start(mojo.toAbsolutePath().getParent());
      Frame frame = ParseDataset.parse(Key.make("rows.hex"), NFSFileVec.make(csv.toFile())._key);
      DeepLearningParameters parameters = parameters(frame, args[1], Integer.parseInt(args[4]));
      if (args.length > 6) {
        // compile, then take off what does not grow with the epochs
        train(parameters, epochs);
        double once = train(parameters, epochs);
        double twice = train(parameters, 2 * epochs);
        Files.writeString(Path.of(args[6]), Double.toString((twice - once) / epochs));
      } else {
        parameters._epochs = epochs;
        save(new DeepLearning(parameters).trainModel().get(), mojo);
      }
    } finally {
      Files.deleteIfExists(csv);
    }
    H2O.exit(0);
  }

  /** One thread, nothing but training: no scoring on the way, no search for the best epoch. */
  private static DeepLearningParameters parameters(Frame frame, String hidden, int batch) {
    DeepLearningParameters parameters = new DeepLearningParameters();
    parameters._train = frame._key;
    parameters._autoencoder = true;
    parameters._hidden = List.of(hidden.split(",")).stream().mapToInt(Integer::parseInt).toArray();
    parameters._activation = DeepLearningParameters.Activation.Tanh;
    parameters._mini_batch_size = batch;
    parameters._train_samples_per_iteration = Math.max(1, frame.numRows() / 10);
    parameters._score_interval = 1e9;
    parameters._overwrite_with_best_model = false;
    parameters._seed = 1;
    return parameters;
  }

  /** The seconds it took. */
  private static double train(DeepLearningParameters parameters, double epochs) {
    parameters._epochs = epochs;
    long begin = System.nanoTime();
    new DeepLearning((DeepLearningParameters) parameters.clone()).trainModel().get().delete();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** The hidden widths of encoder and decoder, as H2O wants them. */
  static String hidden(NetworkShape shape) {
    List<Integer> widths = new ArrayList<>(shape.encoder());
    for (int i = shape.encoder().size() - 2; i >= 0; i--) {
      widths.add(shape.encoder().get(i));
    }
    return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void start(Path folder) {
    H2OStarter.start(
        new String[] {
          "-ip",
          "127.0.0.1",
          "-web_ip",
          "127.0.0.1",
          "-disable_web",
          "-nthreads",
          "1",
          "-ice_root",
          folder.resolve("h2o").toString(),
          "-log_level",
          "ERRR",
          "-quiet"
        },
        true);
  }

  private static void save(Model<?, ?, ?> model, Path mojo) throws IOException {
    try (OutputStream out = Files.newOutputStream(mojo)) {
      model.getMojo().writeTo(out);
    }
  }
}
