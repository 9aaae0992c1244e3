/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldRedrawABarAndLeaveALinePerStage() {
    try (Progress progress = new TerminalProgress(stream)) {
      progress.stage("train");
      progress.step(5, 10, "loss 0.5"); // the first step is drawn
      progress.step(6, 10, "loss 0.4"); // too soon after it
      progress.note("dropped 'x'");
      progress.step(10, 10, "loss 0.3"); // the last is always drawn
      progress.stage("seal");
    }
    String[] lines = text().split("\r|\n");
    assertThat(List.of(lines))
        .filteredOn(line -> line.contains("train"))
        .map(line -> line.replace("\033[2K", "").replaceAll(" +\\d+\\.\\d s$", ""))
        .containsExactly(
            "train       ",
            "train        [###############---------------] 5/10  loss 0.5",
            "train        [###############---------------] 5/10  loss 0.5",
            "train        [##############################] 10/10  loss 0.3",
            "train        [##############################] 10/10  loss 0.3");
    assertThat(text()).contains("note: dropped 'x'" + System.lineSeparator());
    assertThat(lines[lines.length - 1]).contains("seal").endsWith(" s");
  }

  @Test
  void shouldWritePlainLinesIntoALog() {
    Progress progress = new LineProgress(stream);
    progress.stage("read");
    progress.step(10, 0, "rows"); // too soon after the stage
    progress.note("dropped 'x'");
    assertThat(text().lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", "")))
        .containsExactly("read", "note: dropped 'x'");
    assertThat(text()).doesNotContain("\033");
  }

  @Test
  void shouldKeepTimesAndNotesForTheReport() {
    Stopwatch watch = new Stopwatch(Progress.silent());
    watch.stage("read");
    watch.note("dropped 'x'");
    watch.stage("train");
    assertThat(watch.stop()).containsOnlyKeys("read", "train");
    assertThat(watch.notes()).isEqualTo(List.of("dropped 'x'"));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
