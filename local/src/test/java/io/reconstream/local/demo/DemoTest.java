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

/** What {@code demo --once} does, shorter. */
@Tag("slow")
class DemoTest {

  @Test
  void shouldAccountForEveryPaymentAndDetectFrauds() throws Exception {
    StringWriter text = new StringWriter();
    Summary summary;
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      summary =
          new Demo(Scenario.PAYMENTS, 20_000, 0)
              .run(folder.path(), new PrintWriter(text), Progress.silent(), () -> false);
    }

    assertThat(summary.problems()).isEmpty();
    assertThat(summary.events()).isEqualTo(20_000);
    assertThat(summary.scored()).isEqualTo(20_000);
    assertThat(summary.deadLettered()).isEqualTo(summary.badRecords()).isPositive();
    assertThat(summary.episodes())
        .containsKeys("stolen-card", "terminal-compromise", "account-takeover", "amount-testing");
    assertThat(text.toString()).contains("CRITICAL", "(expected ");
    assertThat(summary.text()).contains("every record is accounted for");
  }
}
