/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.bench.variant.VariantName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StreamBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureEveryVariantBesideThePassThrough() throws Exception {
    int exit = BenchCommand.commandLine().execute("stream", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("stream.json").toFile());
    assertThat(results.findValuesAsText("variant"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(VariantName.values()).map(VariantName::label).toList());
    assertThat(results)
        .allSatisfy(result -> assertThat(result.get("events_per_second").asDouble()).isPositive())
        .allSatisfy(
            result -> assertThat(result.get("ratio_to_passthrough").asDouble()).isPositive());
    assertThat(folder.resolve("stream.html")).isNotEmptyFile();
  }

  @Test
  void shouldNameTheCasesWhereTheOneAskedForIsNone() {
    StringWriter err = new StringWriter();
    int exit =
        BenchCommand.commandLine()
            .setErr(new PrintWriter(err))
            .execute("stream", "--only", "h3o", "--out", folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: no case has 'h3o' in its name; there are [passthrough 30-16-8-16-30");
  }
}
