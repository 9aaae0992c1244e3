/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class IncidentsCommandTest {
  @TempDir Path folder;

  @Test
  void shouldTellOneIncidentPerFaultWhereRowsTellMany() throws IOException {
    for (String group : List.of("valve1", "valve2", "other")) {
      Path file =
          Files.createDirectories(folder.resolve("skab").resolve(group)).resolve("0.csv.gz");
      try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
        gzip.write(String.join("\n", pump()).getBytes(StandardCharsets.UTF_8));
      }
    }
    StringWriter err = new StringWriter();

    int exit =
        BenchCommand.commandLine()
            .setErr(new PrintWriter(err))
            .execute(
                "incidents",
                "--quick",
                "--data",
                folder.toString(),
                "--out",
                folder.resolve("out").toString());

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("out/incidents.json").toFile());
    JsonNode rows = results.get(2);
    JsonNode incidents = results.get(3);
    assertThat(incidents.get("set").textValue()).isEqualTo("all");
    assertThat(incidents.get("verdicts").textValue()).isEqualTo("incidents");
    assertThat(incidents.get("faults").intValue()).isEqualTo(2);
    assertThat(incidents.get("detected").intValue()).isEqualTo(2);
    assertThat(incidents.get("told").intValue()).isLessThan(rows.get("told").intValue() / 5);
    assertThat(folder.resolve("out/incidents.html")).isNotEmptyFile();
  }

  /** Flow follows load, but for two faults of 40 rows. */
  private static List<String> pump() {
    List<String> lines = new ArrayList<>(List.of("datetime,load,flow,changepoint,label"));
    Random random = new Random(3);
    for (int i = 0; i < 900; i++) {
      boolean fault = (i >= 550 && i < 590) || (i >= 750 && i < 790);
      double load = Math.sin(i / 9.0);
      lines.add(
          String.format(
              Locale.ROOT,
              "t%d,%.4f,%.4f,0,%d",
              i,
              load + 0.02 * random.nextGaussian(),
              (fault ? -load : load) + 0.02 * random.nextGaussian(),
              fault ? 1 : 0));
    }
    return lines;
  }
}
