/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.SigningKey;
import io.reconstream.model.scoring.Scorer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sign}: says with a private key that a bundle may serve. */
@Command(
    name = "sign",
    description = {
      "Sign a bundle by Ed25519, after verifying it on this machine; a signature that it has is"
          + " replaced.",
      "openssl makes the keys: openssl genpkey -algorithm ed25519 -out private.pem, then openssl"
          + " pkey -in private.pem -pubout -out public.pem; see docs/bundle.md."
    },
    sortOptions = false)
final class SignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path bundle;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The private key: PEM, PKCS#8, without a password.")
  private Path key;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the signed bundle goes (default: in place of the bundle).")
  private Path out;

  @Override
  public Integer call() {
    Path target = out == null ? bundle : out;
    Outputs.check("--out", target, "pump.onnx");
    SigningKey signer = SigningKey.read(key);
    Bundle read = Bundle.read(bundle);
    Scorer.open(read).close();
    Bundle signed = read.sign(signer, target);
    PrintWriter text = spec.commandLine().getOut();
    text.printf(
        "%s %s, signed by the key %s in %s%n",
        signed.metadata().name(), signed.metadata().version(), signer.counterpart(), target);
    text.flush();
    return 0;
  }
}
