/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.report.BundleText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: says what a bundle is, after checking its golden rows. */
@Command(name = "inspect", description = "Print what a bundle is, and verify it on this machine.")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle's file.")
  private Path bundle;

  @Override
  public Integer call() {
    Bundle read = Bundle.read(bundle);
    int latentWidth;
    try (Scorer scorer = Scorer.open(read)) {
      latentWidth = scorer.latentWidth();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(BundleText.of(read, latentWidth));
    out.println();
    out.println("The golden rows were scored on this machine and match.");
    out.flush();
    return 0;
  }
}
