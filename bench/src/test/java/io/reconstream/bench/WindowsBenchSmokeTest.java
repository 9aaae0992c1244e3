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
class WindowsBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureSpeedAndStateOfWindows() throws Exception {
    int exit = BenchCommand.commandLine().execute("windows", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode report = new ObjectMapper().readTree(folder.resolve("windows.json").toFile()).get(0);
    assertThat(report.get("multiply_adds").asLong()).isEqualTo(96_256);
    assertThat(report.get("speed").findValuesAsText("variant"))
        .containsExactly("onnx-runtime", "passthrough", "reconstream");
    assertThat(report.get("speed"))
        .allSatisfy(result -> assertThat(result.get("events_per_second").asDouble()).isPositive())
        .allSatisfy(result -> assertThat(result.get("over_model").asDouble()).isPositive());
    JsonNode restore = report.get("restore");
    assertThat(restore.get("records").asLong()).isEqualTo(20_000);
    assertThat(restore.get("bytes_per_record").asDouble())
        .isLessThanOrEqualTo(2 * restore.get("row_bytes").asDouble());
    assertThat(restore.get("seconds_to_restore").asDouble()).isPositive();
    assertThat(restore.get("not_ready_after").asLong()).isZero();
    assertThat(folder.resolve("windows.html")).isNotEmptyFile();
  }
}
