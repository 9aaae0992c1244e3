/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that every benchmark has. */
final class BenchOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--quick",
      description = "A smoke run: little data, one round, no figures to quote.")
  boolean quick;

  @Option(
      names = "--rounds",
      description =
          "How often each case is measured, all cases before the next round (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  int rounds;

  @Option(
      names = "--out",
      description = "Folder of results and of everything a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  Path out;

  /**
   * @throws ParameterException if there are none
   */
  int rounds() {
    if (rounds < 1) {
      throw new ParameterException(
          command.commandLine(), "--rounds is %d, expected at least 1".formatted(rounds));
    }
    return quick ? 1 : rounds;
  }

  Progress progress() {
    return Console.progress();
  }

  ResultFiles results() {
    return new ResultFiles(out, quick);
  }
}
