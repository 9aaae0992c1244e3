/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.dataset.Dataset;
import io.reconstream.trainer.dataset.DatasetReader;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.GraphCost;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.train.TrainedModel;
import io.reconstream.trainer.train.Training;
import io.reconstream.trainer.train.TrainingException;
import io.reconstream.trainer.tune.HeldOutError;
import io.reconstream.trainer.tune.SearchSpace;
import io.reconstream.trainer.tune.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Trains a configuration in several sizes and measures each on the same held-out rows. */
final class TuneRun implements AutoCloseable {
  private final TrainingConfig base;
  private final FileRecords records;
  private final Progress progress;
  private final WorkFolder work = WorkFolder.create();

  /** By the length of the window: rows of windows are other rows. */
  private final Map<Integer, Dataset> datasets = new HashMap<>();

  private TuneRun(TrainingConfig base, Progress progress) {
    this.base = base;
    this.progress = progress;
    this.records = FileRecords.of(base.data().files(), base.data().missing());
  }

  /**
   * Runs trials, the configuration as it is first, until there are enough of them, no more sizes,
   * or no more time. A trial that time ran out for does not count; one that fails is noted.
   *
   * @param finished is told all trials after each
   * @throws InvalidInputException if no trial could be finished
   */
  static List<Trial> run(
      TrainingConfig base,
      int trials,
      Duration time,
      Consumer<List<Trial>> finished,
      Progress progress) {
    long start = System.nanoTime();
    List<Trial> done = new ArrayList<>();
    try (TuneRun run = new TuneRun(base, progress)) {
      int width = run.dataset(base).features().width();
      List<Map<String, String>> candidates =
          new SearchSpace(base, width).candidates(trials, base.training().seed());
      for (int i = 0; i < candidates.size(); i++) {
        Map<String, String> changes = candidates.get(i);
        Duration left = time.minusNanos(System.nanoTime() - start);
        progress.stage("trial %d of %d %s".formatted(i + 1, candidates.size(), changes));
        try {
          done.add(run.trial(changes, left));
          finished.accept(List.copyOf(done));
        } catch (TrainingException | InvalidInputException e) {
          progress.note("a trial with %s failed: %s".formatted(changes, e.getMessage()));
        } catch (OutOfTimeException e) {
          break;
        }
      }
    }
    if (done.isEmpty()) {
      throw new InvalidInputException(
          "no trial was finished within %s; expected more --minutes, fewer training.epochs or a configuration that trains"
              .formatted(text(time)));
    }
    return done;
  }

  private static String text(Duration time) {
    return "%.1f minutes".formatted(time.toMillis() / 60_000.0);
  }

  private Trial trial(Map<String, String> changes, Duration left) {
    long start = System.nanoTime();
    TrainingConfig config = TrainingConfigReader.parse(base.toYaml(), "trial", changes);
    Dataset data = dataset(config);
    TrainedModel trained =
        Training.train(
            data.features(),
            data.training(),
            data.validation(),
            config.model(),
            config.training(),
            new Deadline(progress, left));
    HeldOutError error = new HeldOutError(data.features(), data.validation());
    int[] latentWidth = new int[1];
    try (Scorer scorer = Scorer.open(trained.graph())) {
      latentWidth[0] = scorer.latentWidth();
      RowScores.visit(scorer, data.validation(), (row, score) -> error.add(row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Trial(
        changes,
        config.withModel(trained.model()),
        error.estimate(),
        GraphCost.multiplyAdds(trained.graph()),
        latentWidth[0],
        (System.nanoTime() - start) / 1e9);
  }

  private Dataset dataset(TrainingConfig config) {
    int window = config.model().windowSpec() == null ? 1 : config.model().windowSpec().length();
    return datasets.computeIfAbsent(
        window,
        length -> {
          try {
            return DatasetReader.read(
                records,
                config,
                Files.createDirectories(work.path().resolve("window-" + length)),
                datasets.isEmpty() ? progress : Progress.silent());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    datasets.values().forEach(Dataset::close);
    work.close();
  }

  /** Training tells its progress often; that is where it is stopped when time is over. */
  private static final class Deadline implements Progress {
    private final Progress shown;
    private final long end;

    Deadline(Progress shown, Duration left) {
      this.shown = shown;
      this.end = System.nanoTime() + left.toNanos();
    }

    @Override
    public void stage(String name) {
      check();
    }

    @Override
    public void step(long done, long total, String detail) {
      check();
      shown.step(done, total, detail);
    }

    @Override
    public void note(String message) {
      // the same for each trial
    }

    private void check() {
      if (System.nanoTime() - end > 0) {
        throw new OutOfTimeException();
      }
    }
  }

  private static final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
