/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.letters.Letter;
import io.reconstream.local.letters.LetterCounts;
import io.reconstream.local.letters.LetterReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts dead letters. */
@Command(
    name = "list",
    description =
        "Count the dead letters by reason and source topic, with the times of their records.",
    mixinStandardHelpOptions = true)
final class LetterListCommand implements Callable<Integer> {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--each",
      description = "A line for each: its place, time, reason, source and message.")
  private boolean each;

  @Option(names = "--follow", description = "The same, and wait for more until Ctrl-C.")
  private boolean follow;

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
    LetterCounts counts = new LetterCounts();
    long count = 0;
    try (StopSignal stop = new StopSignal();
        LetterReader reader = LetterReader.open(letters.target(), letters.filter())) {
      boolean more;
      do {
        for (Letter letter : reader.poll()) {
          if (limit != 0 && count == limit) {
            break;
          }
          counts.add(letter);
          count++;
          if (each || follow) {
            out.println(letter.line());
            out.flush();
          }
        }
        more = (follow || !reader.isAtEnd()) && (limit == 0 || count < limit);
      } while (more && !stop.isRaised());
    }
    counts.print(out);
    return 0;
  }
}
