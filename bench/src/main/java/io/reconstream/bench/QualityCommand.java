/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.quality.QualityBench;
import io.reconstream.bench.quality.QualitySelection;
import io.reconstream.bench.quality.QualityTable;
import io.reconstream.bench.quality.SeriesStream;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench quality}. */
@Command(
    name = "quality",
    description = {
      "Detection figures on public data beside the published ones, one default configuration for"
          + " all sets of a kind; see docs/quality.md.",
      "Sets that are not in the folder are left out, and it is said where to get them."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class QualityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the public sets.")
  private Path data;

  @Option(
      names = "--group",
      arity = "1..*",
      split = ",",
      paramLabel = "GROUP",
      description = "Run these groups alone; default: all whose data are there.")
  private List<String> groups = List.of();

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Other sets instead: CSV, also with gzip; a header, and a last column that is 1 for"
              + " anomalies and else 0.")
  private List<Path> sets = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      description = {
        "Of the sets named by --set. semi: the first half of the normal rows trains, all others"
            + " are tested (rows). split-column: column 'split' says train or test (rows)."
            + " prefix:N: the first N rows train, every row is tested (series). prefix-rest:N: the"
            + " same, but the rows after them are tested."
      })
  private String protocol;

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns of the sets named by --set that are no features.")
  private List<String> exclude = List.of();

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description =
          "A configuration key other than the default, such as training.seed=1; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--stream",
      description =
          "Score series by the real stream: broker, registry and stream-app; the figures are those"
              + " of its scores, which must be those of the bundle within 1e-5.")
  private boolean stream;

  @Option(names = "--quick", description = "A smoke run: one set of each group.")
  private boolean quick;

  @Option(
      names = "--out",
      description = "Folder of results and of everything a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  private Path out;

  @Override
  public Integer call() {
    try (Scratch scratch = Scratch.in(out, "quality");
        Progress progress = Console.progress()) {
      QualitySelection selection =
          sets.isEmpty()
              ? QualitySelection.groups(data, groups, quick)
              : QualitySelection.files(sets, protocol, exclude);
      selection.notes().forEach(progress::note);
      try (SeriesStream series =
          stream ? SeriesStream.start(scratch.folder().resolve("stream"), Map.of()) : null) {
        spec.commandLine()
            .getOut()
            .print(
                QualityTable.of(
                    new QualityBench(scratch.folder(), overrides, series, progress)
                        .run(selection.groups(), new ResultFiles(out, quick))));
      }
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
