/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.alerts.AlertPrinter;
import io.reconstream.local.alerts.AlertReader;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints alerts. */
@Command(
    name = "alerts",
    description = {
      "Print the alerts of a topic, one line each: when, which key, how severe, and the features"
          + " that explain it, each with value, expected value and share of the error.",
      "Alerts of a key that follow within ten minutes are counted."
    },
    mixinStandardHelpOptions = true)
final class AlertsCommand implements Callable<Integer> {
  @Mixin private TargetOptions source;

  @Option(
      names = "--incidents",
      paramLabel = "TOPIC",
      description = "A topic of incidents, to say when each is over.")
  private String incidents;

  @Option(names = "--follow", description = "Wait for more until Ctrl-C.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = new StopSignal();
        AlertReader reader = AlertReader.open(source.target(), Optional.ofNullable(incidents))) {
      AlertPrinter printer = new AlertPrinter(out);
      long[] count = {0};
      do {
        reader.poll(
            alert -> {
              printer.print(alert);
              count[0]++;
            },
            printer::print);
      } while (!stop.isRaised() && (follow || !reader.isAtEnd()));
      printer.finish();
      out.printf("%,d alerts%n", count[0]);
      out.flush();
    }
    return 0;
  }
}
