/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.Sent;
import io.reconstream.local.replay.Replay;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends a file to a topic. */
@Command(
    name = "replay",
    description = {
      "Send the rows of a file to a topic as Avro events, in their order.",
      "Columns become fields of the same name; other characters than letters, digits and _ become"
          + " _."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "CSV, JSON lines (each also .gz), Parquet or Avro; a glob, or several times.")
  private List<String> data;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Events per second; as fast as possible if not given.")
  private double rate;

  @Option(names = "--key", paramLabel = "COLUMN", description = "The event key; none if not given.")
  private Optional<String> key;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description = "ISO-8601 texts that become an Avro timestamp; UTC if they have no zone.")
  private Optional<String> time;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Send only rows with this value; repeatable.")
  private Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--schema",
      paramLabel = "FILE.avsc",
      description = "The events' Avro schema; inferred from the data if not given.")
  private Optional<Path> schema;

  @Option(
      names = "--missing",
      paramLabel = "TEXT",
      split = ",",
      defaultValue = "",
      description = "Texts that mean 'no value' in a CSV file; an empty cell always does.")
  private List<String> missing;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after so many events.")
  private long limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Counts.requireNotNegative(spec, "--limit", (double) limit);
    Counts.requireNotNegative(spec, "--rate", rate);
    Replay replay =
        new Replay(
            FileRecords.of(data, missing),
            new Replay.Options(
                schema.map(ReplayCommand::read),
                target.target().topic() + "_event",
                key,
                time,
                where,
                rate,
                limit));
    try (Progress progress = Console.progress()) {
      Sent sent = replay.run(target.target(), progress);
      progress.close();
      spec.commandLine().getOut().println(sent + " to topic " + target.target().topic());
    }
    return 0;
  }

  private static Schema read(Path file) {
    try {
      Schema schema = new Schema.Parser().parse(file.toFile());
      if (schema.getType() != Schema.Type.RECORD) {
        throw new InvalidInputException(
            "'%s' is the schema of %s, expected a record".formatted(file, schema.getType()));
      }
      return schema;
    } catch (IOException | SchemaParseException e) {
      throw new InvalidInputException(
          "schema '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
