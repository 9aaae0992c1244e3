/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.local.TemporaryFolder;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.trainer.progress.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code demo --once} does, shorter and with half of the events to learn from. */
@Tag("slow")
class DemoTest {
  private static final int TRAINING_EVENTS = 60_000;

  private final StringWriter text = new StringWriter();

  @Test
  void shouldAccountForEveryPaymentAndDetectFrauds() throws Exception {
    Summary summary = run(Scenario.PAYMENTS, 20_000);

    assertThat(summary.problems()).isEmpty();
    assertThat(summary.events()).isEqualTo(20_000);
    assertThat(summary.scored()).isEqualTo(20_000);
    assertThat(summary.deadLettered()).isEqualTo(summary.badRecords()).isPositive();
    assertThat(summary.episodes())
        .containsKeys("stolen-card", "terminal-compromise", "account-takeover", "amount-testing");
    assertThat(text.toString()).contains("CRITICAL", "(expected ");
    assertThat(summary.text()).contains("every record is accounted for");
  }

  @Test
  void shouldTellOfIncidentsOfPumps() throws Exception {
    Summary summary = run(Scenario.PUMP, 12_000);

    assertThat(summary.problems()).isEmpty();
    assertThat(summary.scored() + summary.notReady()).isEqualTo(12_000);
    assertThat(summary.deadLettered()).isEqualTo(summary.badRecords()).isPositive();
    assertThat(summary.alerts()).isLessThan(summary.anomalous() / 10);
    assertThat(text.toString()).contains("(expected ", "over at ", " anomalous events");
  }

  private Summary run(Scenario scenario, long events) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      return new Demo(scenario, events, 0, TRAINING_EVENTS)
          .run(folder.path(), new PrintWriter(text), Progress.silent(), () -> false);
    }
  }
}
