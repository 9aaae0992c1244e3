/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ScalingBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureAlongEachAxisBesideThePassThrough() throws Exception {
    int exit = BenchCommand.commandLine().execute("scaling", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("scaling.json").toFile());
    assertThat(results.findValuesAsText("axis"))
        .containsExactly("features", "partitions", "threads", "batch", "schema width");
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.get("microseconds_per_event").asDouble()).isPositive())
        .allSatisfy(
            result -> assertThat(result.get("ratio_to_passthrough").asDouble()).isPositive());
    assertThat(folder.resolve("scaling.html")).isNotEmptyFile();
  }
}
