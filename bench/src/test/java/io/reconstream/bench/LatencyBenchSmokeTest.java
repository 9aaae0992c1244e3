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

@Tag("slow")
class LatencyBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureRareAndFrequentEventsBesideThePassThrough() throws Exception {
    StringWriter out = new StringWriter();

    int exit =
        BenchCommand.commandLine()
            .setOut(new PrintWriter(out))
            .execute("latency", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("latency.json").toFile());
    assertThat(results.findValuesAsText("variant"))
        .containsExactly("passthrough", "reconstream", "passthrough", "reconstream");
    assertThat(results.findValuesAsText("events_per_second"))
        .containsExactly("5.0", "5.0", "1000.0", "1000.0");
    assertThat(results)
        .allSatisfy(result -> assertThat(result.get("alerts").asLong()).isPositive())
        .allSatisfy(result -> assertThat(result.get("p50_ms").asDouble()).isPositive())
        .allSatisfy(
            result ->
                assertThat(result.get("p99_ms").asDouble())
                    .isBetween(result.get("p50_ms").asDouble(), result.get("max_ms").asDouble()));
    Path page = folder.resolve("latency.html");
    assertThat(out.toString()).contains("page, with charts: " + page);
    assertThat(page).content().contains("A smoke run (--quick): no figures to quote");
  }
}
