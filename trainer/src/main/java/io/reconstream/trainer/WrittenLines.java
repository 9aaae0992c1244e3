/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.source.Records;
import io.reconstream.trainer.table.TableFile;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of a command that writes a line for each record, and how it does. */
final class WrittenLines {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the lines go: .csv, .jsonl (also .json, .ndjson) or .parquet.")
  private Path out;

  /** Runs the bundle over the files, writes, and says what was written. */
  int run(Bundle bundle, DataConfig data, Function<Records, RecordLine> line) {
    Outputs.check("--out", out, "pump.csv");
    TableFile file = TableFile.of(out);
    Records records = FileRecords.of(data.files(), data.missing());
    try (Progress progress = Console.progress()) {
      RecordsRun.Written written =
          RecordsRun.run(bundle, records, data, line.apply(records), file, progress);
      progress.close();
      spec.commandLine().getOut().print(written.text(out));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
