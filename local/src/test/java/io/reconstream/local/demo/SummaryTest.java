/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.local.demo.Detections.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {

  @Test
  void shouldBeWellWhenAllIsAccountedForAndFaultsWereDetected() {
    assertThat(summary(997, 3, 0, 8, 1).problems()).isEmpty();
  }

  @Test
  void shouldTellLostRecords() {
    assertThat(summary(996, 3, 0, 8, 1).problems())
        .containsExactly("999 of 1,000 records are accounted for");
  }

  @Test
  void shouldTellEventsThatWereTakenForBadRecords() {
    assertThat(summary(996, 4, 0, 8, 1).problems()).containsExactly("4 dead letters, expected 3");
  }

  @Test
  void shouldTellRecordsThatWereProcessedTwice() {
    assertThat(summary(997, 3, 2, 8, 1).problems())
        .containsExactly("2 records have more than one outcome");
  }

  @Test
  void shouldTellMissedFaultsAndFalseAlarms() {
    assertThat(summary(997, 3, 0, 7, 50).problems())
        .containsExactly(
            "7 of 10 episodes were detected, expected at least 80 %",
            "5.02 % of normal events raised an alert, expected at most 5 times the budget of 0.10 %");
  }

  @Test
  void shouldWriteItsFiguresAsJson(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/summary.json");

    summary(997, 3, 0, 8, 1).write(file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("events").asLong()).isEqualTo(997);
    assertThat(json.get("episodes").get("leak").get("detected").asInt()).isEqualTo(8);
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  private static Summary summary(
      long scored, long dead, long duplicates, int detected, long falseAlarms) {
    return new Summary(
        "pump",
        997,
        3,
        scored,
        0,
        dead,
        duplicates,
        120,
        100,
        Map.of("leak", new Rate(detected, 10)),
        15,
        falseAlarms,
        falseAlarms / 996.0,
        0.001,
        4_000,
        50,
        120);
  }
}
