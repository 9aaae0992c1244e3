/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.bench.workload.Rows;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Attribution;
import io.reconstream.model.scoring.Contribution;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event that comes alone asks of the model: its score, and as it is an anomaly, which
 * features made it. By what this thread did for 20 ms before it: a processor that slept must wake,
 * and after either pause its caches may hold what others left there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 2)
public class RareEventBenchmark {
  /** So that all is compiled, which runs after a pause are too few for. */
  private static final int WARM_UP_RUNS = 60_000;

  private static final int PAUSE_MILLIS = 20;

  /** What comes before the event. */
  public enum Pause {
    NONE,
    SLEEP,
    SPIN
  }

  @Param private Pause pause;

  private Bundle bundle;
  private Scorer scorer;
  private ScoringBatch event;
  private ScoringBatch trials;
  private float[] row;

  /** Trains the network the first time. */
  @Setup
  public void open() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "bench", "models"));
    bundle = Bundle.read(BenchModel.bundle(NetworkShape.SMALL, folder, Progress.silent()));
    scorer = Scorer.open(bundle);
    event = scorer.batch(1);
    trials = scorer.batch(64);
    row = new float[NetworkShape.SMALL.features()];
    new Rows(row.length, 5).next(row);
    Rows.distort(row);
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      explain(score());
    }
  }

  @Setup(Level.Invocation)
  public void pause() throws InterruptedException {
    switch (pause) {
      case NONE -> {}
      case SLEEP -> Thread.sleep(PAUSE_MILLIS);
      case SPIN -> {
        long end = System.nanoTime() + PAUSE_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @TearDown
  public void close() {
    event.close();
    trials.close();
    scorer.close();
  }

  @Benchmark
  public ScoredRow score() {
    event.features().put(0, row);
    return event.scoreWithDetail();
  }

  @Benchmark
  public List<Contribution> scoreAndExplain() {
    return explain(score());
  }

  private List<Contribution> explain(ScoredRow scored) {
    trials.features().put(0, row);
    return new Attribution(bundle.metadata().features(), 1).of(trials, scored);
  }
}
