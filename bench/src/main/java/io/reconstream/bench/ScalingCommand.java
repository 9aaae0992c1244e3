/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.scaling.ScalingBench;
import io.reconstream.trainer.progress.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench scaling}. */
@Command(
    name = "scaling",
    description = "Cost per event as features, partitions, threads, batch or schema width grow.",
    mixinStandardHelpOptions = true)
final class ScalingCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "scaling");
        Progress progress = options.progress()) {
      new ScalingBench(scratch.folder(), options.rounds(), options.quick, progress)
          .run(options.results());
    }
    return 0;
  }
}
