/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills whatever can be killed while events flow: exactly-once must neither lose nor double,
 * at-least-once must not lose. {@code ./reconstream chaos} does more rounds of more events.
 */
@Tag("slow")
class ChaosTest {

  /** Below the build's folder, where logs can be read after a failure. */
  private static final Path DIRECTORY = Path.of("target", "chaos");

  @Test
  void shouldWriteWhatAnUndisturbedRunWritesWhenEverythingIsKilled() throws Exception {
    StringWriter out = new StringWriter();

    int exit =
        ChaosCommand.commandLine()
            .setOut(new PrintWriter(out))
            .execute("--events=10000", "--rate=2000", "--seed=3", "--out=" + DIRECTORY);

    assertThat(exit).as(out.toString()).isZero();
    JsonNode results = new ObjectMapper().readTree(DIRECTORY.resolve("chaos.json").toFile());
    assertThat(results.findValuesAsText("trial"))
        .containsExactlyInAnyOrder(
            "rows-exactly-once",
            "rows-at-least-once",
            "windows-exactly-once",
            "windows-at-least-once");
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.get("lost").asLong()).isZero();
              assertThat(result.get("doubled").asLong()).isZero();
              assertThat(result.get("differing").asLong()).isZero();
              assertThat(result.get("records").asLong()).isGreaterThan(10_000);
            });
  }
}
