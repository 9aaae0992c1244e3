/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.payments.FraudPattern.AccountTakeover;
import io.reconstream.local.simulate.payments.FraudPattern.AmountTesting;
import io.reconstream.local.simulate.payments.FraudPattern.StolenCard;
import io.reconstream.local.simulate.payments.FraudPattern.TerminalCompromise;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Frauds, one after another at random times; the kinds take turns. */
final class FraudSchedule {
  private static final double MEAN_GAP_MINUTES = 6 * 60;
  private static final int MOST_VICTIMS = 8;

  private final Town town;
  private final List<Customer> customers;
  private final RandomGenerator random;
  private Instant time;
  private int count;

  FraudSchedule(Town town, List<Customer> customers, Instant from, RandomGenerator random) {
    this.town = town;
    this.customers = customers;
    this.random = random;
    this.time = from;
  }

  /** The payments of the next fraud, in order of time. */
  List<Payment> next() {
    time = time.plusMillis((long) (MEAN_GAP_MINUTES * 60_000 * random.nextExponential()));
    FraudPattern pattern = pattern(count);
    count++;
    List<Payment> payments = pattern.payments(time, random);
    Instant end = payments.get(payments.size() - 1).time().plusSeconds(1);
    String id = "%s-%d".formatted(pattern.kind(), count);
    Episode episode = new Episode(id, pattern.kind(), pattern.subject(), time, end);
    return payments.stream().map(payment -> payment.partOf(episode)).toList();
  }

  private FraudPattern pattern(int turn) {
    Customer victim = customers.get(random.nextInt(customers.size()));
    Terminal far = town.farFrom(victim.home(), random);
    return switch (turn % 4) {
      case 0 -> new StolenCard(victim, far, town);
      case 1 -> {
        Terminal skimmed = victim.nearby().get(0);
        yield new TerminalCompromise(skimmed, visitorsOf(skimmed), far);
      }
      case 2 -> new AccountTakeover(victim);
      default -> new AmountTesting(victim);
    };
  }

  private List<Customer> visitorsOf(Terminal terminal) {
    return customers.stream()
        .filter(customer -> customer.nearby().contains(terminal))
        .limit(MOST_VICTIMS)
        .toList();
  }
}
