/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.TrustedKeys;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.report.BundleText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: says what a bundle is, after checking its golden rows. */
@Command(name = "inspect", description = "Print what a bundle is, and verify it on this machine.")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle's file.")
  private Path bundle;

  @Option(
      names = "--public-key",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Trusted public keys (PEM): the bundle must be signed by one of them.")
  private List<Path> publicKeys = List.of();

  @Override
  public Integer call() {
    Bundle read = Bundle.read(bundle, TrustedKeys.read(publicKeys));
    int latentWidth;
    try (Scorer scorer = Scorer.open(read)) {
      latentWidth = scorer.latentWidth();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(BundleText.of(read, latentWidth));
    out.println();
    signature(read).ifPresent(out::println);
    out.println("The golden rows were scored on this machine and match.");
    out.flush();
    return 0;
  }

  private Optional<String> signature(Bundle read) {
    return read.signature()
        .map(
            signature ->
                publicKeys.isEmpty()
                    ? "The signature was not verified; --public-key FILE does so."
                    : "The signature is that of the trusted key %s.".formatted(signature.keyId()));
  }
}
