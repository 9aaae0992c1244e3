/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.dataset.EvaluationRows;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.evaluate.WindowLength;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One set from its rows to its scores, as a user would do it: a CSV file and a configuration train
 * a bundle, and the bundle scores another file.
 *
 * @param kind whose default configuration trains
 * @param overrides configuration keys other than the default
 * @param folder for everything that is written; the caller deletes it
 * @param stream scores the tested rows of a series, too; null for none
 */
record Trial(Kind kind, Map<String, String> overrides, Path folder, SeriesStream stream) {

  /** The most by which the stream's score may differ from the batch's. */
  private static final double TOLERANCE = 1e-5;

  Scored run(QualitySet set) {
    Path training = folder.resolve("training.csv");
    Path test = folder.resolve("test.csv");
    try {
      String label = divide(set, training, test);
      long start = System.nanoTime();
      Path bundle = train(set, training, label);
      double seconds = (System.nanoTime() - start) / 1e9;
      return score(set, bundle, test, label, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException("set '%s' failed: %s".formatted(set.name(), e), e);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("set '%s': %s".formatted(set.name(), e.getMessage()), e);
    }
  }

  /** Writes both files; gives the name of the label's column. */
  private static String divide(QualitySet set, Path training, Path test) throws IOException {
    Protocol.Division division = set.protocol().divide(set.source());
    String[] label = new String[1];
    try (CsvWriter train = CsvWriter.builder().build(training);
        CsvWriter tested = CsvWriter.builder().build(test)) {
      set.source()
          .read(
              new CsvSource.Rows() {
                @Override
                public void header(List<String> names) {
                  label[0] = names.get(names.size() - 1);
                  train.writeRecord(names);
                  tested.writeRecord(names);
                }

                @Override
                public void row(List<String> cells) {
                  Protocol.Part part = division.of(cells);
                  if (part == Protocol.Part.TRAIN || part == Protocol.Part.BOTH) {
                    train.writeRecord(cells);
                  }
                  if (part == Protocol.Part.TEST || part == Protocol.Part.BOTH) {
                    tested.writeRecord(cells);
                  }
                }
              });
    }
    return label[0];
  }

  private Path train(QualitySet set, Path training, String label) {
    Map<String, String> keys = new HashMap<>();
    keys.put("name", set.name().replace(' ', '-'));
    keys.put("data.files", "[\"" + training + "\"]");
    keys.put("data.exclude", list(set.protocol().columns(), set.exclude(), List.of(label)));
    keys.put("data.constant", "keep"); // the published figures use every column
    keys.put("model.type", kind.model());
    keys.putAll(overrides);
    Path bundle = folder.resolve("bundle.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse("{}", "bench quality", new TreeMap<>(keys)),
        bundle,
        Progress.silent());
    return bundle;
  }

  @SafeVarargs
  private static String list(List<String>... parts) {
    StringBuilder text = new StringBuilder();
    for (List<String> part : parts) {
      for (String name : part) {
        text.append(text.isEmpty() ? "[\"" : ", \"").append(name).append('"');
      }
    }
    return text.append(']').toString();
  }

  private Scored score(QualitySet set, Path bundleFile, Path test, String label, double seconds)
      throws IOException {
    Bundle bundle = Bundle.read(bundleFile);
    BundleMetadata metadata = bundle.metadata();
    DataConfig data =
        DataConfig.scored(
            List.of(test.toString()), null, label, Map.of(), TrainingConfigReader.MISSING);
    Path work = Files.createDirectories(folder.resolve("work"));
    try (Scorer scorer = Scorer.open(bundle);
        EvaluationRows rows =
            EvaluationRows.read(
                FileRecords.of(data.files(), data.missing()),
                metadata.features(),
                metadata.windowLength(),
                data,
                work,
                Progress.silent())) {
      double[] scores = RowScores.of(scorer, rows.rows(), metadata.smoothing(), Progress.silent());
      Streamed streamed =
          stream == null || kind != Kind.SERIES
              ? null
              : stream(set, bundleFile, test, scores, metadata);
      int leading = set.protocol().leading();
      return new Scored(
          Arrays.copyOfRange(streamed == null ? scores : streamed.scores(), leading, scores.length),
          rows.labels().orElseThrow().get(leading, scores.length),
          metadata.threshold().value(),
          set.window() > 0 ? set.window() : WindowLength.of(firstColumn(rows.rows(), scorer)),
          seconds,
          streamed);
    }
  }

  private Streamed stream(
      QualitySet set, Path bundle, Path test, double[] scores, BundleMetadata metadata)
      throws IOException {
    Streamed streamed = stream.run(bundle, test);
    double difference = streamed.difference(scores);
    if (!(difference <= TOLERANCE)) {
      throw new IllegalStateException(
          "set '%s': the stream's scores differ by up to %s from those of the whole file, allowed is %s"
              .formatted(set.name(), difference, TOLERANCE));
    }
    long others = streamed.otherVerdicts(scores, metadata.threshold().value(), TOLERANCE);
    if (others > 0) {
      throw new IllegalStateException(
          "set '%s': %d rows have another verdict in the stream than in the whole file"
              .formatted(set.name(), others));
    }
    return streamed;
  }

  /** The published figures take the period from the first column. */
  private static double[] firstColumn(Rows rows, Scorer scorer) {
    double[] column = new double[Math.toIntExact(rows.count())];
    float[] row = new float[rows.width()];
    for (int i = 0; i < column.length; i++) {
      rows.copy(i, row, 0);
      column[i] = row[row.length - scorer.width()];
    }
    return column;
  }
}
