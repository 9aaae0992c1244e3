/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Pace;
import io.reconstream.local.feed.Sent;
import io.reconstream.local.feed.Target;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.EventFile;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.local.simulate.Simulation;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Simulated events, to a topic or into a file. */
@Command(
    name = "simulate",
    description = {
      "Simulate events, send them to a topic (--topic) or write them to a file to train on (--out).",
      "pump: four pumps on a test bench, eight sensors each, a reading every five seconds.",
      "payments: card payments of the customers of one bank.",
      "The same seed gives the same events."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private enum Faults {
    ON,
    OFF
  }

  /** One of both. */
  private static final class Destination {
    @ArgGroup(exclusive = false)
    private TargetOptions target;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE.csv",
        description = "Write a CSV file (also .csv.gz) instead.")
    private Path out;
  }

  @ArgGroup(multiplicity = "1")
  private Destination destination;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "pump",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
  private Scenario scenario;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many; until Ctrl-C if not given.")
  private long events;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Events per second, 0 for as fast as possible; ${DEFAULT-VALUE} if not given.")
  private double rate;

  @Option(
      names = "--faults",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Whether faults or frauds are injected; ${DEFAULT-VALUE} if not given.")
  private Faults faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of every random choice; ${DEFAULT-VALUE} if not given.")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Counts.requireNotNegative(spec, "--events", (double) events);
    Counts.requireNotNegative(spec, "--rate", rate);
    Simulation simulation = scenario.simulation(seed, faults == Faults.ON);
    if (destination.out == null) {
      send(simulation, destination.target.target());
    } else {
      write(simulation, destination.out);
    }
    return 0;
  }

  private void write(Simulation simulation, Path file) {
    if (events == 0) {
      throw new ParameterException(spec.commandLine(), "--out needs --events N");
    }
    EventFile.write(file, scenario.schema(), simulation, events);
    spec.commandLine().getOut().printf("wrote %,d events to %s%n", events, file);
  }

  private void send(Simulation simulation, Target target) {
    Set<String> episodes = new HashSet<>();
    try (StopSignal stop = new StopSignal();
        EventProducer producer = EventProducer.open(target, scenario.schema())) {
      Pace pace = new Pace(rate);
      long start = System.nanoTime();
      for (long i = 0; (events == 0 || i < events) && !stop.isRaised(); i++) {
        pace.await();
        Event event = simulation.next();
        producer.send(event.key(), event.value());
        event.episode().ifPresent(episode -> episodes.add(episode.id()));
      }
      producer.flush();
      Sent sent = new Sent(producer.acknowledged(), System.nanoTime() - start);
      // before the stop signal lets the JVM end
      spec.commandLine()
          .getOut()
          .printf(
              "%s to topic %s, with %d injected episodes%n", sent, target.topic(), episodes.size());
    }
  }
}
