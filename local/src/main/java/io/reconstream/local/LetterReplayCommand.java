/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.letters.LetterReplay;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters again. */
@Command(
    name = "replay",
    description = {
      "Send the records of dead letters to where they came from: same partition, key, value, time"
          + " and headers, and one more, reconstream.replayed, which counts how often that was done.",
      "Only letters that are there at the start are sent. A letter that was cut is not: it is not"
          + " the record."
    },
    mixinStandardHelpOptions = true)
final class LetterReplayCommand implements Callable<Integer> {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--to-topic",
      paramLabel = "TOPIC",
      description = "Send all of them to this topic, to the partition of their key.")
  private Optional<String> toTopic;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Remember under this name up to where letters were read, so that the next replay with it"
              + " has only later ones; each is then sent exactly once. Without it all are sent.")
  private Optional<String> group;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after so many letters.")
  private long limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Counts.requireNotNegative(spec, "--limit", (double) limit);
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = new StopSignal()) {
      LetterReplay.Result result =
          new LetterReplay(
                  letters.target(),
                  new LetterReplay.Options(letters.filter(), toTopic, group, limit, dryRun))
              .run(stop::isRaised, out::println);
      result.sent().forEach((topic, count) -> out.printf("%,9d  to %s%n", count, topic));
      out.printf(
          "%,d dead letters %s%s%s%n",
          result.total(),
          dryRun ? "would be sent" : "sent",
          result.before() == 0
              ? ""
              : ", %,d of them not for the first time".formatted(result.before()),
          result.notSent() == 0 ? "" : "; %,d cannot be sent".formatted(result.notSent()));
      out.flush();
    }
    return 0;
  }
}
