/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees when something is wrong: one message, no stack trace, an exit code. */
class StreamCommandTest {
  @TempDir private Path dir;
  private Path bundle;
  private String out;
  private String err;

  @BeforeEach
  void sealBundle() {
    bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(2), "1", 1);
  }

  private int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode =
        StreamCommand.commandLine()
            .setOut(new PrintWriter(outText))
            .setErr(new PrintWriter(errText))
            .execute(arguments);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  private String config(Path model) throws IOException {
    return Files.writeString(
            dir.resolve("app.yaml"),
            """
            bootstrap.servers: 127.0.0.1:1
            schema.registry.url: http://127.0.0.1:1
            input.topics: events
            model.path: %s
            http.port: 0
            start.timeout.ms: 500
            """
                .formatted(model))
        .toString();
  }

  @Test
  void shouldPrintEveryKey() {
    assertThat(run("--print-config")).isZero();
    assertThat(out).contains("bootstrap.servers (required)").contains("http.port (default: 8080)");
  }

  @Test
  void shouldPrintTheRightsThatItNeeds() throws IOException {
    assertThat(run("--print-rights", "--config", config(bundle))).isZero();
    assertThat(out.lines())
        .containsExactly(
            "--operation Read --topic events",
            "--operation Write --topic alerts",
            "--operation Write --topic dead-letters",
            "--operation Read --group reconstream",
            "--operation Write --transactional-id reconstream- --resource-pattern-type prefixed",
            "--operation Create --topic reconstream- --resource-pattern-type prefixed",
            "--operation Read --topic reconstream- --resource-pattern-type prefixed",
            "--operation Write --topic reconstream- --resource-pattern-type prefixed");
  }

  @Test
  void shouldShowNoSecretWhateverIsWrong() throws IOException {
    Path secrets = Files.writeString(dir.resolve("secrets"), "password=s3cr3t-file\n");
    String config = config(bundle);
    Files.writeString(
        Path.of(config),
        Files.readString(Path.of(config))
            + """
            kafka.security.protocol: SSL
            kafka.ssl.protocol: ${file:%1$s:password}
            schema.registry.basic.auth.user.info: me:s3cr3t-literal
            """
                .formatted(secrets));

    assertThat(run("--debug", "--config", config)).isEqualTo(1);
    assertThat(err).startsWith("error: ").contains("***").doesNotContain("s3cr3t");
  }

  @Test
  void shouldAskForConfig() {
    assertThat(run()).isEqualTo(2);
    assertThat(err)
        .isEqualToNormalizingNewlines(
            """
            error: --config FILE is missing; --print-config lists the keys it may have
            reconstream stream --help tells what it takes
            """);
  }

  @Test
  void shouldSayThatConfigIsMissing() {
    assertThat(run("--config", dir.resolve("no.yaml").toString())).isEqualTo(2);
    assertThat(err)
        .startsWith("error: ")
        .contains("no.yaml' does not exist")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSayWhichFileHasTheProblems() throws IOException {
    Path file = Files.writeString(dir.resolve("bad.yaml"), "http.prot: 1");

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err)
        .startsWith("error: configuration file '%s' has 5 problems:".formatted(file))
        .contains("unknown key 'http.prot', did you mean 'http.port'?")
        .contains("key 'schema.registry.url' is missing: Base URL of the schema registry");
  }

  @Test
  void shouldSayThatBundleIsMissing() throws IOException {
    assertThat(run("--config", config(dir.resolve("no.onnx")))).isEqualTo(1);
    assertThat(err).startsWith("error: ").contains("no.onnx").doesNotContain("\tat ");
  }

  @Test
  void shouldSayThatBundleIsTruncated() throws IOException {
    byte[] bytes = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(run("--config", config(bundle))).isEqualTo(1);
    assertThat(err).startsWith("error: ").contains("bundle.onnx").doesNotContain("\tat ");
  }

  @Test
  void shouldSayThatBrokerIsNotThere() throws IOException {
    assertThat(run("--config", config(bundle))).isEqualTo(1);
    assertThat(err)
        .startsWith("error: broker 127.0.0.1:1 (bootstrap.servers) did not answer within 500 ms")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldShowStackTraceWhenAsked() throws IOException {
    assertThat(run("--debug", "--config", config(bundle))).isEqualTo(1);
    assertThat(err).contains("StartException").contains("\tat ");
  }
}
