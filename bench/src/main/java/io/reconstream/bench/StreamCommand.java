/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.stream.StreamBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench stream}. */
@Command(
    name = "stream",
    description =
        "Events per second: pass-through, naive, pinned, Reconstream, H2O, RandomCutForest.",
    mixinStandardHelpOptions = true)
final class StreamCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "stream")) {
      new StreamBench(scratch.folder(), options.rounds(), options.quick, options.progress())
          .run(options.results());
    }
    return 0;
  }
}
