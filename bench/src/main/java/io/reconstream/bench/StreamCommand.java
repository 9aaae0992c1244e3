/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.CaseFilter;
import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.stream.StreamBench;
import io.reconstream.trainer.progress.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench stream}. */
@Command(
    name = "stream",
    description =
        "Events per second: pass-through, naive, pinned, Reconstream, H2O, RandomCutForest.",
    mixinStandardHelpOptions = true)
final class StreamCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      split = ",",
      description =
          "Measures only cases whose name contains one of these, and their pass-through, such as"
              + " 'at_least_once alerts' (default: all).")
  private List<String> only = List.of("");

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "stream");
        Progress progress = options.progress()) {
      new StreamBench(
              scratch.folder(), options.rounds(), options.quick, new CaseFilter(only), progress)
          .run(options.results());
    }
    return 0;
  }
}
