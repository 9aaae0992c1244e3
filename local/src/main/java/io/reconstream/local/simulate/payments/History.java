/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A customer's payments of the last day. */
final class History {
  private static final Duration DAY = Duration.ofDays(1);

  private final Deque<Payment> payments = new ArrayDeque<>();
  private Payment last;
  private Payment lastGenuine;

  void add(Payment payment) {
    forget(payment.time());
    payments.addLast(payment);
    last = payment;
    if (payment.fraud().isEmpty()) {
      lastGenuine = payment;
    }
  }

  /** How many there were in the day before. */
  int lastDay(Instant now) {
    forget(now);
    return payments.size();
  }

  /** Minutes since the last one, or null if there was none. */
  Double minutesSinceLast(Instant now) {
    forget(now);
    return last == null ? null : Duration.between(last.time(), now).toMillis() / 60_000.0;
  }

  /** Payments leave after a day, and frauds as soon as they are over: the bank reverses them. */
  private void forget(Instant now) {
    payments.removeIf(
        payment -> !payment.time().isAfter(now.minus(DAY)) || isReversed(payment, now));
    if (last != null && isReversed(last, now)) {
      last = lastGenuine;
    }
  }

  private static boolean isReversed(Payment payment, Instant now) {
    return payment.fraud().filter(fraud -> !now.isBefore(fraud.end())).isPresent();
  }
}
