/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import hex.Model;
import hex.deeplearning.DeepLearning;
import hex.deeplearning.DeepLearningModel;
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
   *     the MOJO's path, a file that takes the seconds that training took
   */
  public static void main(String[] args) throws IOException {
    int features = Integer.parseInt(args[0]);
    int[] hidden = List.of(args[1].split(",")).stream().mapToInt(Integer::parseInt).toArray();
    Path mojo = Path.of(args[4]);
    Path csv = Files.createTempFile(mojo.toAbsolutePath().getParent(), "h2o", ".csv");
    try {
      RowsFile.write(csv, features, Integer.parseInt(args[2]), 3);
      start(mojo.toAbsolutePath().getParent());
      Frame frame = ParseDataset.parse(Key.make("rows.hex"), NFSFileVec.make(csv.toFile())._key);
      DeepLearningParameters parameters = new DeepLearningParameters();
      parameters._train = frame._key;
      parameters._autoencoder = true;
      parameters._hidden = hidden;
      parameters._activation = DeepLearningParameters.Activation.Tanh;
      parameters._epochs = Double.parseDouble(args[3]);
      parameters._seed = 1;
      long begin = System.nanoTime();
      DeepLearningModel model = new DeepLearning(parameters).trainModel().get();
      double seconds = (System.nanoTime() - begin) / 1e9;
      save(model, mojo);
      Files.writeString(Path.of(args[5]), Double.toString(seconds));
    } finally {
      Files.deleteIfExists(csv);
    }
    H2O.exit(0);
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
