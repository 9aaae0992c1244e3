/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.latency.LatencyBench;
import io.reconstream.bench.result.Scratch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench latency}. */
@Command(
    name = "latency",
    description = "Event-to-alert latency beside pass-through, at 1 to 50,000 events/s.",
    mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "latency")) {
      new LatencyBench(scratch.folder(), options.rounds(), options.quick, options.progress())
          .run(options.results());
    }
    return 0;
  }
}
