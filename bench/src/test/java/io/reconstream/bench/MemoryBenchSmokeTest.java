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
class MemoryBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureStartThroughputAndMemory() throws Exception {
    int exit = BenchCommand.commandLine().execute("memory", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode result = new ObjectMapper().readTree(folder.resolve("memory.json").toFile()).get(0);
    assertThat(result.get("seconds_to_first").asDouble()).isPositive();
    assertThat(result.get("events_per_second").asDouble()).isPositive();
    assertThat(result.get("highest_resident_megabytes").asDouble()).isPositive();
    assertThat(folder.resolve("memory.html")).isNotEmptyFile();
  }
}
