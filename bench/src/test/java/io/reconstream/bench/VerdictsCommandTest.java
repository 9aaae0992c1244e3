/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @Tag("slow")
  void shouldHoldWhatTheStreamTellsAgainstWhatWasInjected() throws Exception {
    int exit = run("--quick");

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    JsonNode result = new ObjectMapper().readTree(folder.resolve("verdicts.json").toFile()).get(0);
    JsonNode faults = result.get("faults");
    assertThat(faults.findValuesAsText("kind")).contains("leak").endsWith("single sensor");
    JsonNode sensors = faults.get(faults.size() - 1);
    assertThat(sensors.get("detected").intValue()).isPositive();
    assertThat(sensors.get("top1").doubleValue()).isGreaterThan(0.5);
    assertThat(sensors.get("median_delay").doubleValue()).isNotNegative();
    JsonNode budget = result.get("budget");
    assertThat(budget.get("keys").intValue()).isEqualTo(5);
    assertThat(budget.get("per_day")).hasSize(1);
    assertThat(budget.get("per_key")).hasSize(5);
    // one day is short: a factor, not a percentage
    assertThat(budget.get("realised").doubleValue())
        .isLessThan(3 * budget.get("budget").asDouble());
    assertThat(folder.resolve("verdicts.html")).isNotEmptyFile();
    assertThat(out.toString()).contains("single sensor: detected", "alerts per day and key");
  }

  @Test
  void shouldSayWhatIsAllowed() {
    assertThat(run("--pumps", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--pumps 1", "expected at least 2");
  }

  private int run(String... args) {
    return BenchCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(concat(args));
  }

  private String[] concat(String[] args) {
    String[] all = new String[args.length + 3];
    all[0] = "verdicts";
    all[1] = "--out";
    all[2] = folder.toString();
    System.arraycopy(args, 0, all, 3, args.length);
    return all;
  }
}
