/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.CaseFilter;
import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.train.TrainBench;
import io.reconstream.trainer.progress.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench train}. */
@Command(
    name = "train",
    description = "Seconds per training epoch beside a bare libtorch loop and H2O.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      split = ",",
      description =
          "Measures only cases whose name contains one of these, such as 'h2o 30-16-8-16-30', beside"
              + " Reconstream and the bare loop with the same network (default: all).")
  private List<String> only = List.of("");

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "train");
        Progress progress = options.progress()) {
      new TrainBench(
              scratch.folder(), options.rounds(), options.quick, new CaseFilter(only), progress)
          .run(options.results());
    }
    return 0;
  }
}
