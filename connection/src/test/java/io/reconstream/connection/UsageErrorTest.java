/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class UsageErrorTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "reconstream", subcommands = Count.class)
  static final class Root {}

  @Command(name = "count")
  static final class Count implements Callable<Integer> {
    @Option(names = "--from")
    private int from;

    @Override
    public Integer call() {
      return from;
    }
  }

  @Test
  void shouldTellAWrongValueAndWhereToReadOn() {
    assertThat(run("count", "--from", "x")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            error: Invalid value for option '--from': 'x' is not an int
            reconstream count --help tells what it takes
            """);
  }

  @Test
  void shouldSuggestWhatWasMeant() {
    assertThat(run("count", "--fromm", "3")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: Unknown options: '--fromm'")
        .contains("Possible solutions: --from");
  }

  private int run(String... arguments) {
    return new CommandLine(new Root())
        .setParameterExceptionHandler(new UsageError())
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
