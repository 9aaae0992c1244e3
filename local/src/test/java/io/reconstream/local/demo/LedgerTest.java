/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void shouldCountEachRecordOnce() {
    ledger.enter(0, 0, Outcome.NORMAL);
    ledger.enter(1, 0, Outcome.NOT_READY);
    ledger.enter(0, 5, Outcome.DEAD_LETTERED);

    assertThat(ledger.accounted()).isEqualTo(3);
    assertThat(ledger.count(Outcome.NORMAL)).isEqualTo(1);
    assertThat(ledger.duplicates()).isZero();
  }

  @Test
  void shouldTellASecondOutcomeOfARecord() {
    ledger.enter(0, 7, Outcome.NORMAL);
    ledger.enter(0, 7, Outcome.DEAD_LETTERED);

    assertThat(ledger.accounted()).isEqualTo(1);
    assertThat(ledger.duplicates()).isEqualTo(1);
  }
}
