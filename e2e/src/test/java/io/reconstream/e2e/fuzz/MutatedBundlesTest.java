/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.e2e.upgrade.FrozenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedBundlesTest {
  /**
   * Of address space: a graph that asks for more is refused by ONNX Runtime, not by the machine.
   */
  private static final int MOST_KIBIBYTES = 12 << 20;

  @TempDir private Path folder;

  @Test
  void shouldUseOrRefuseAnyBundle() throws IOException, InterruptedException {
    Path atHand = folder.resolve("at-hand");
    BundleAttack.number(atHand);
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "ulimit -v %d && exec \"$@\"".formatted(MOST_KIBIBYTES),
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                BundleAttack.class.getName(),
                Integer.toString(Fuzz.inputs(200)),
                atHand.toString()));
    FrozenFiles.bundles().forEach(bundle -> command.add(bundle.toString()));
    if (System.getProperty("reconstream.fuzz.input") != null) {
      command.add(
          command.indexOf("-cp"),
          "-Dreconstream.fuzz.input=" + System.getProperty("reconstream.fuzz.input"));
    }
    Path output = folder.resolve("output");
    Process attack =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = attack.waitFor(Fuzz.inputs(200), TimeUnit.SECONDS);

      String said = Files.readString(output);
      System.out.print(said);
      assertThat(ended && attack.exitValue() == 0)
          .as(
              "exit code of the attack %s, after the input %d was begun: %s",
              ended ? attack.exitValue() : "not there",
              BundleAttack.number(atHand).getInt(0) - 1,
              said)
          .isTrue();
      assertThat(said).contains("refused when read", "refused by ONNX Runtime", "scores");
    } finally {
      attack.destroyForcibly();
    }
  }
}
