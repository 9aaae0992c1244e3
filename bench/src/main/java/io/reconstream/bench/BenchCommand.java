/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./reconstream bench}. */
@Command(
    name = "bench",
    description = "Measures Reconstream beside its floor and its peers, in one run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StreamCommand.class,
      LatencyCommand.class,
      ScalingCommand.class,
      MemoryCommand.class,
      WindowsCommand.class,
      QualityCommand.class,
      TrainCommand.class,
      BudgetCommand.class,
      IncidentsCommand.class,
      VerdictsCommand.class,
      SoakCommand.class
    })
public final class BenchCommand {

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }
}
