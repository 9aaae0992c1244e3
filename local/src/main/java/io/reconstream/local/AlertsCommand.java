/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.alerts.AlertPrinter;
import io.reconstream.local.alerts.AlertReader;
import io.reconstream.schemas.Alert;
import java.io.PrintWriter;
import java.util.List;
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

  @Option(names = "--follow", description = "Wait for more until Ctrl-C.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = new StopSignal();
        AlertReader reader = AlertReader.open(source.target())) {
      AlertPrinter printer = new AlertPrinter(out);
      long count = 0;
      do {
        List<Alert> alerts = reader.poll();
        alerts.forEach(printer::print);
        count += alerts.size();
      } while (!stop.isRaised() && (follow || !reader.isAtEnd()));
      printer.finish();
      out.printf("%,d alerts%n", count);
      out.flush();
    }
    return 0;
  }
}
