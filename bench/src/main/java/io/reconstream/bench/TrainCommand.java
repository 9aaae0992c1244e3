/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.train.TrainBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench train}. */
@Command(
    name = "train",
    description = "Seconds per training epoch beside a bare libtorch loop and H2O.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "train")) {
      new TrainBench(scratch.folder(), options.rounds(), options.quick, options.progress())
          .run(options.results());
    }
    return 0;
  }
}
