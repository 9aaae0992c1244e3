/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.memory.MemoryBench;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.progress.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench memory}. */
@Command(
    name = "memory",
    description = "Throughput and memory while 10 million events pass, with a heap of 256 MB.",
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "memory");
        Progress progress = options.progress()) {
      new MemoryBench(scratch.folder(), options.rounds(), options.quick, progress)
          .run(options.results());
    }
    return 0;
  }
}
