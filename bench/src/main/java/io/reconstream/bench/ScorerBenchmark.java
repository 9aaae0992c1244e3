/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.bench.workload.Rows;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One run of the model, from a row in a direct buffer to its score, by the rows of a run. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScorerBenchmark {

  /** The networks of {@code bench stream}. */
  public enum Network {
    SMALL(NetworkShape.SMALL),
    LARGE(NetworkShape.LARGE);

    @SuppressWarnings("ImmutableEnumChecker") // a record over a list made by List.of
    private final NetworkShape shape;

    Network(NetworkShape shape) {
      this.shape = shape;
    }
  }

  @Param private Network network;

  @Param({"1", "16", "128", "512"})
  private int rows;

  private Scorer scorer;
  private ScoringBatch batch;

  /** Trains the network the first time. */
  @Setup
  public void open() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "bench", "models"));
    scorer = Scorer.open(Bundle.read(BenchModel.bundle(network.shape, folder, Progress.silent())));
    batch = scorer.batch(rows);
    Rows source = new Rows(network.shape.features(), 5);
    float[] row = new float[network.shape.features()];
    for (int i = 0; i < rows; i++) {
      source.next(row);
      batch.features().put(i * row.length, row);
    }
  }

  @TearDown
  public void close() {
    batch.close();
    scorer.close();
  }

  /** The last row's score, so that nothing is left out. */
  @Benchmark
  public float run() {
    batch.score(rows);
    return batch.scoreOf(rows - 1);
  }
}
