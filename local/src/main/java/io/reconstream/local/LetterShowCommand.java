/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.FeedException;
import io.reconstream.local.letters.Letter;
import io.reconstream.local.letters.LetterFilter;
import io.reconstream.local.letters.LetterPrinter;
import io.reconstream.local.letters.LetterReader;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter in full. */
@Command(
    name = "show",
    description =
        "Show one dead letter in full: where it came from, why, its headers, key and value. The"
            + " value is shown as decoded Avro where the registry has its schema, else as text, else"
            + " in hexadecimal digits.",
    mixinStandardHelpOptions = true)
final class LetterShowCommand extends ServiceOptions implements Callable<Integer> {
  private static final Pattern PLACE =
      Pattern.compile("((?<topic>[^:]+):)?(?<partition>\\d{1,9}):(?<offset>\\d{1,18})");
  private static final int LONGEST = 4_000;

  @Parameters(
      paramLabel = "PLACE",
      description =
          "PARTITION:OFFSET in the dead-letter topic, as list prints it, or TOPIC:PARTITION:OFFSET"
              + " of the record where it came from.")
  private String place;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "dead-letters",
      description = "The dead-letter topic; ${DEFAULT-VALUE} if not given.")
  private String topic;

  @Option(
      names = "--whole",
      description = "All of key, value and headers; else the first 4,000 characters of each.")
  private boolean whole;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no place, expected PARTITION:OFFSET or TOPIC:PARTITION:OFFSET".formatted(place));
    }
    LetterFilter all = new LetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty());
    try (LetterReader reader = LetterReader.open(target(topic), all)) {
      Letter letter =
          find(reader, parts)
              .orElseThrow(
                  () ->
                      new FeedException(
                          "topic '%s' has no letter %s %s"
                              .formatted(topic, parts.group("topic") == null ? "at" : "of", place),
                          null));
      new LetterPrinter(
              spec.commandLine().getOut(), target(topic), whole ? Integer.MAX_VALUE : LONGEST)
          .print(letter);
    }
    return 0;
  }

  private static Optional<Letter> find(LetterReader reader, Matcher parts) {
    int partition = Integer.parseInt(parts.group("partition"));
    long offset = Long.parseLong(parts.group("offset"));
    return parts.group("topic") == null
        ? reader.at(partition, offset)
        : reader.of("%s:%d:%d".formatted(parts.group("topic"), partition, offset));
  }
}
