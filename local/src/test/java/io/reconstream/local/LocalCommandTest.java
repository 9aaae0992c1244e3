/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldSayThatAPortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(run("local", "--port", port)).isEqualTo(1);
      assertThat(err.toString())
          .contains("broker cannot listen on 127.0.0.1:" + port, "in use")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void shouldRefuseAPortThatIsNone() {
    assertThat(run("local", "--port", "99999")).isEqualTo(2);
    assertThat(err.toString()).contains("--port is 99999, expected 0 to 65535");
  }

  @Test
  void shouldRefuseNegativeCounts() {
    Path file = folder.resolve("z.csv");

    assertThat(run("simulate", "--events", "-5", "--out", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--events is -5, expected 0 or more");
    assertThat(file).doesNotExist();
  }

  @Test
  void shouldShowWhereAnErrorCameFromIfAsked() {
    assertThat(run("replay", "--topic", "t", "--data", "none.csv", "--debug")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no file 'none.csv'", "\tat io.reconstream");
  }

  @Test
  void shouldSayWhichColumnsThereAreIfTheKeyIsNone() throws IOException {
    Path file = Files.write(folder.resolve("data.csv"), List.of("pump,flow", "1,2"));

    assertThat(run("replay", "--topic", "t", "--data", file.toString(), "--key", "machine"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("there is no column 'machine', the columns are pump, flow");
  }

  @Test
  void shouldRefuseASchemaThatIsNone() throws IOException {
    Path file = Files.write(folder.resolve("data.csv"), List.of("pump,flow", "1,2"));
    Path schema = Files.writeString(folder.resolve("x.avsc"), "\"string\"");

    int code =
        run("replay", "--topic", "t", "--data", file.toString(), "--schema", schema.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("x.avsc' is the schema of STRING, expected a record");
  }

  @Test
  void shouldWriteSimulatedEventsIntoAFile() throws IOException {
    Path file = folder.resolve("pump.csv.gz");

    assertThat(run("simulate", "--out", file.toString(), "--events", "100")).isZero();

    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("machine,time,").endsWith(",fault,anomaly");
      assertThat(lines.readLine()).startsWith("pump-1,2026-03-02T00:00:00Z,").endsWith(",,0");
      assertThat(lines.lines()).hasSize(99);
    }
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void shouldSayWhatIsMissingOnTheCommandLine() {
    assertThat(run("simulate", "--events", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("--topic", "--out");
    assertThat(run("simulate", "--out", "x.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("--out needs --events N");
    assertThat(run("simulate", "--scenario", "rocket", "--out", "x.csv")).isEqualTo(2);
    assertThat(err.toString())
        .contains("error: ", "rocket", "PUMP", "PAYMENTS", "reconstream simulate --help tells");
  }

  private int run(String... args) {
    return LocalCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
