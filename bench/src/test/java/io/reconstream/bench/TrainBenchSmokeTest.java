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
class TrainBenchSmokeTest {
  @TempDir Path folder;

  @Test
  void shouldMeasureTrainingBesideTheBareLoopAndThePeer() throws Exception {
    int exit = BenchCommand.commandLine().execute("train", "--quick", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("train.json").toFile());
    assertThat(results.findValuesAsText("variant"))
        .containsExactly("bare loop", "reconstream", "h2o");
    assertThat(results)
        // the peer's epoch is the difference of two runs, which of so few rows may be anything
        .filteredOn(result -> !result.get("variant").asText().equals("h2o"))
        .allSatisfy(
            result ->
                assertThat(result.get("seconds_per_epoch").asDouble())
                    .isGreaterThan(result.get("arithmetic_seconds").asDouble()))
        .allSatisfy(result -> assertThat(result.get("ratio_to_libtorch").asDouble()).isPositive());
    assertThat(folder.resolve("train.html")).isNotEmptyFile();
  }

  @Test
  void shouldMeasureTheBareLoopBesideTheOneAskedFor() throws Exception {
    int exit =
        BenchCommand.commandLine()
            .execute("train", "--quick", "--only", "reconstream", "--out", folder.toString());

    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("train.json").toFile());
    assertThat(results.findValuesAsText("variant")).containsExactly("bare loop", "reconstream");
  }
}
