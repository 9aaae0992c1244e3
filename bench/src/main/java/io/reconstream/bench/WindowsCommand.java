/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.windows.WindowsBench;
import io.reconstream.trainer.progress.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench windows}. */
@Command(
    name = "windows",
    description =
        "Windows per key: events per second beside the model alone and a pass-through with the same"
            + " store, changelog bytes, restore time.",
    mixinStandardHelpOptions = true)
final class WindowsCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(options.out, "windows");
        Progress progress = options.progress()) {
      new WindowsBench(scratch.folder(), options.rounds(), options.quick, progress)
          .run(options.results());
    }
    return 0;
  }
}
