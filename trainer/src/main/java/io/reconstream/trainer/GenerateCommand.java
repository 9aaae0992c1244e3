/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureDecoder;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.scoring.Decoder;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code generate}: rows drawn from a variational model. */
@Command(
    name = "generate",
    description = {
      "Draw rows from a variational model: latent vectors from the standard normal distribution,"
          + " decoded into the data's units.",
      "The same bundle, seed and number of rows give the same file. Of a model of windows each row"
          + " is the last of a window."
    },
    sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
  private static final int BATCH = 1024;

  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path bundle;

  @Option(names = "--rows", required = true, paramLabel = "N", description = "How many rows.")
  private long rows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of the random numbers; ${DEFAULT-VALUE} if not given.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the rows go: .csv, .jsonl (also .json, .ndjson) or .parquet.")
  private Path out;

  @Override
  public Integer call() {
    if (rows < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rows is %d, expected 1 or more".formatted(rows));
    }
    Outputs.check("--out", out, "pump.csv");
    TableFile file = TableFile.of(out);
    Bundle read = Bundle.read(bundle);
    if (read.metadata().latentPrior() == null) {
      throw new InvalidInputException(
          "%s: this bundle's latent has no distribution that rows could be drawn from, expected a variational model (model.type: variational)"
              .formatted(read.origin()));
    }
    Scorer.open(read).close(); // the golden rows
    try (Decoder decoder = Decoder.open(read);
        Progress progress = Console.progress()) {
      progress.stage("generate");
      List<Feature> features = read.metadata().features().features();
      file.write(
          features.stream().map(GenerateCommand::column).toList(),
          lines -> draw(decoder, features, lines, progress));
    }
    spec.commandLine().getOut().printf("%,d rows in %s%n", rows, out);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Where training reads the value; a place in a cycle is no moment, so it has its own name. */
  private static String column(Feature feature) {
    return feature instanceof TimestampFeature ? feature.name() : feature.field().toString();
  }

  private void draw(
      Decoder decoder, List<Feature> features, TableFile.Lines lines, Progress progress)
      throws IOException {
    Random random = new Random(seed);
    for (long done = 0; done < rows; done += BATCH) {
      int count = (int) Math.min(BATCH, rows - done);
      float[] latents = new float[count * decoder.latentWidth()];
      for (int i = 0; i < latents.length; i++) {
        latents[i] = (float) random.nextGaussian();
      }
      for (float[] row : decoder.decode(latents)) {
        lines.add(cells(features, row));
      }
      progress.step(done + count, rows, "rows");
    }
  }

  private static List<Object> cells(List<Feature> features, float[] row) {
    List<Object> cells = new ArrayList<>();
    int column = 0;
    for (Feature feature : features) {
      cells.add(FeatureDecoder.value(feature, row, column));
      column += feature.columns().size();
    }
    return cells;
  }
}
