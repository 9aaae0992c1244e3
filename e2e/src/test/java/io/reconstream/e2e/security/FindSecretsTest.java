/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look for secrets in logs finds one. */
class FindSecretsTest {
  private static final Path SCRIPT =
      Path.of("..", ".ci", "find-secrets").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void writeLog() throws IOException {
    output = folder.resolve("output");
    Files.writeString(folder.resolve("stream-app.log"), "started\n");
    Files.createDirectories(folder.resolve("surefire-reports"));
    Files.writeString(folder.resolve("surefire-reports/TEST-a.xml"), "<testsuite/>\n");
  }

  private int look() throws IOException, InterruptedException {
    return new ProcessBuilder(SCRIPT.toString(), folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }

  @Test
  void shouldPassWhereThereIsNone() throws Exception {
    assertThat(look()).isZero();
    assertThat(output).content().contains("none of the tests' secrets in 2 logs");
  }

  @Test
  void shouldFailWhereALogHasOne() throws Exception {
    Files.writeString(folder.resolve("stream-app.log"), "password " + TestSecret.of("kafka"));

    assertThat(look()).isEqualTo(1);
    assertThat(output).content().contains("stream-app.log:1:password");
  }

  @Test
  void shouldFailWhereAReportHasOne() throws Exception {
    Files.writeString(
        folder.resolve("surefire-reports/TEST-a.xml"), "<system-out>" + TestSecret.of("http"));

    assertThat(look()).isEqualTo(1);
  }

  @Test
  void shouldNotPassWithoutLogs() throws Exception {
    Files.delete(folder.resolve("stream-app.log"));
    Files.delete(folder.resolve("surefire-reports/TEST-a.xml"));

    assertThat(look()).isEqualTo(2);
  }
}
