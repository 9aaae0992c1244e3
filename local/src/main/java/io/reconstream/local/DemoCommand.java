/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.demo.Demo;
import io.reconstream.local.demo.Summary;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole path with one command. */
@Command(
    name = "demo",
    description = {
      "Train on simulated normal events, stream events with faults through a broker and a registry"
          + " of its own, print the alerts, and account for every event.",
      "Ends on Ctrl-C; exit code 0 if every event is accounted for and faults were detected."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final long ENOUGH_EVENTS = 40_000;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "pump",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
  private Scenario scenario;

  @Option(names = "--once", description = "End when the stream is drained.")
  private boolean once;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "End after so many events; 40000 with --once.")
  private Long events;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Events per second, 0 for as fast as possible; ${DEFAULT-VALUE} if not given.")
  private double rate;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      defaultValue = "target/demo/summary.json",
      description = "Where the figures go; ${DEFAULT-VALUE} if not given.")
  private Path summaryFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Counts.requireNotNegative(spec, "--events", events == null ? 0 : events.doubleValue());
    Counts.requireNotNegative(spec, "--rate", rate);
    long most = events != null ? events : once ? ENOUGH_EVENTS : 0;
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = new StopSignal();
        TemporaryFolder folder = TemporaryFolder.create();
        Progress progress = Console.progress()) {
      Summary summary =
          new Demo(scenario, most, rate).run(folder.path(), out, progress, stop::isRaised);
      out.println(summary.text());
      out.println("figures        " + summaryFile);
      out.flush();
      summary.write(summaryFile);
      return summary.problems().isEmpty() ? 0 : 1;
    }
  }
}
