/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BudgetCommandTest {
  @TempDir Path folder;

  @Test
  void shouldKeepTheBudgetOnRowsThatNobodySaw() throws IOException {
    StringWriter out = new StringWriter();
    int exit =
        BenchCommand.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "budget", "--quick", "--config", "model.type=linear", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("budget.json").toFile());
    JsonNode percent = results.get(0);
    assertThat(percent.get("budget").doubleValue()).isEqualTo(0.01);
    assertThat(percent.get("rates")).hasSize(2);
    // 50 of 5,000 calibration rows are above the threshold: a deviation of 14 % or so
    assertThat(percent.get("mean_over_budget").doubleValue()).isBetween(0.6, 1.6);
    assertThat(out.toString()).contains("budget 1.000 %", "budget 0.100 %");
    assertThat(folder.resolve("budget.html")).isNotEmptyFile();
  }
}
