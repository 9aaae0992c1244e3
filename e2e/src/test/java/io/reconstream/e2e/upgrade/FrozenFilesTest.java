/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.e2e.upgrade.LongFeed.ScoredLine;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** This version goes on where the version that wrote the frozen files stopped. */
class FrozenFilesTest {
  private static final Path FORMAT_1 = FrozenFiles.FOLDER.resolve("format-1");
  private static final String FEED = "feed.onnx";
  private static final int STOPPED = 60;
  private static final int END = 70;

  @TempDir private Path folder;

  @Test
  void shouldOpenBundlesOfEveryFormat() throws IOException {
    Set<Integer> formats = new HashSet<>();
    for (Path file : FrozenFiles.bundles()) {
      Bundle bundle = Bundle.read(file);
      Scorer.open(bundle).close(); // golden rows included
      formats.add(bundle.metadata().formatVersion());
    }
    assertThat(formats).containsExactly(BundleMetadata.FORMAT_VERSION);
  }

  @Test
  void shouldGoOnFromStoresOfTheFirstFormats() throws IOException {
    List<ScoredLine> expected =
        Files.readAllLines(FORMAT_1.resolve("scores.txt")).stream().map(ScoredLine::parse).toList();
    List<String> stores = Files.readAllLines(FORMAT_1.resolve("stores.txt"));
    assertThat(stores)
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .contains("windows", "pivots", "policies", "thresholds");
    try (LongFeed app = new LongFeed(FORMAT_1.resolve(FEED), folder)) {
      app.restore(stores);
      app.send(STOPPED, END);

      List<ScoredLine> scores = app.scores();
      assertThat(scores).extracting(ScoredLine::what).isEqualTo(texts(expected));
      for (int i = 0; i < expected.size(); i++) {
        double score = expected.get(i).score();
        assertThat(scores.get(i).score()).isCloseTo(score, within(1e-4 * Math.abs(score)));
      }
    }
  }

  /** The same events without what the stores hold: the test above would not pass by chance. */
  @Test
  void shouldNotGoOnAlikeWithoutTheStores() throws IOException {
    List<ScoredLine> expected =
        Files.readAllLines(FORMAT_1.resolve("scores.txt")).stream().map(ScoredLine::parse).toList();
    try (LongFeed app = new LongFeed(FORMAT_1.resolve(FEED), folder)) {
      app.send(STOPPED, END);
      assertThat(app.scores()).extracting(ScoredLine::what).isNotEqualTo(texts(expected));
    }
  }

  @Test
  void shouldRefuseStoresOfALaterFormatInWords() throws IOException {
    for (String store : List.of("windows", "pivots", "policies", "thresholds")) {
      List<String> later =
          Files.readAllLines(FORMAT_1.resolve("stores.txt")).stream()
              .map(
                  line ->
                      line.startsWith(store)
                          ? line.replaceFirst(" ([0-9a-f]+) ..", " $1 63")
                          : line)
              .toList();
      try (LongFeed app = new LongFeed(FORMAT_1.resolve(FEED), folder.resolve(store))) {
        app.restore(later);
        assertThatThrownBy(() -> app.send(STOPPED, END))
            .as(store)
            .rootCause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("has format 99, this version reads ")
            .hasMessageEndingWith("reset the application's state or use the version that wrote it");
      }
    }
  }

  private static List<String> texts(List<ScoredLine> lines) {
    return lines.stream().map(ScoredLine::what).toList();
  }

  /**
   * Writes the files of the current formats to a new folder: once, when a format is raised or first
   * released.
   */
  @Test
  @EnabledIfSystemProperty(named = "reconstream.freeze", matches = ".+")
  void freeze() throws IOException {
    Path target = Files.createDirectories(Path.of(System.getProperty("reconstream.freeze")));
    train(target.resolve(FEED), "{type: multiscale, window: 8}", false);
    train(target.resolve("rows.onnx"), "{type: dense, layers: [4, 2]}", true);
    train(target.resolve("variational.onnx"), "{type: variational, layers: [4, 2]}", false);
    train(target.resolve("recurrent.onnx"), "{type: lstm, window: 4, layers: [3]}", false);
    train(target.resolve("convolution.onnx"), "{type: conv1d, window: 16, filters: [4, 2]}", false);
    train(
        target.resolve("attention.onnx"),
        "{type: transformer, window: 4, width: 4, heads: 2}",
        false);
    try (LongFeed app = new LongFeed(target.resolve(FEED), folder)) {
      app.send(0, STOPPED);
      assertThat(app.scores()).isNotEmpty();
      Files.write(target.resolve("stores.txt"), app.stores());
      app.send(STOPPED, END);
      Files.write(
          target.resolve("scores.txt"), app.scores().stream().map(ScoredLine::toString).toList());
      assertThat(app.told()).allMatch(count -> count > 0);
    }
  }

  private void train(Path bundle, String model, boolean allColumns) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x0,x1,x2,open,mode,at"));
    for (int second = 0; second < 600; second++) {
      lines.add(
          "%s,%s,%s,%b,%s,2026-01-01T%02d:%02d:00Z"
              .formatted(
                  LongFeed.value(second, 0),
                  LongFeed.value(second, 1),
                  LongFeed.value(second, 2),
                  second % 3 == 0,
                  second % 2 == 0 ? "idle" : "run",
                  second / 60,
                  second % 60));
    }
    Path data = Files.write(folder.resolve("data.csv"), lines);
    String exclude = allColumns ? "" : ", exclude: [open, mode, at]";
    TrainingRun.run(
        TrainingConfigReader.parse(
            "{name: frozen, data: {files: '%s'%s}, model: %s, training: {epochs: 2}}"
                .formatted(data, exclude, model),
            "frozen",
            Map.of()),
        bundle,
        Progress.silent());
    for (String report : List.of(".report.json", ".report.html")) {
      Files.delete(bundle.resolveSibling(bundle.getFileName().toString().replace(".onnx", report)));
    }
  }
}
