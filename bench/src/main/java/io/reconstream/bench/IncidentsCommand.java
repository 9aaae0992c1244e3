/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.quality.IncidentBench;
import io.reconstream.bench.quality.IncidentPage;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench incidents}. */
@Command(
    name = "incidents",
    description = {
      "Replays labelled series through the real stream to incidents, and holds these against the"
          + " labelled faults: detected, missed, false, delay; see docs/quality.md."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class IncidentsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the public sets, of which skab and smd are used.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description = "A key of the training's configuration other than the default; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--quick", description = "A smoke run: one series of each group.")
  private boolean quick;

  @Option(
      names = "--out",
      description = "Folder of results and of everything a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  private Path out;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(out, "incidents");
        Progress progress = Console.progress()) {
      spec.commandLine()
          .getOut()
          .print(
              IncidentPage.text(
                  new IncidentBench(scratch.folder(), overrides, quick, progress)
                      .run(data, new ResultFiles(out, quick))));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
