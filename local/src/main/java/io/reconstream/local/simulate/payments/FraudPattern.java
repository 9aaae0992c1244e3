/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import io.reconstream.schemas.Channel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How a fraudster goes about it. */
sealed interface FraudPattern {

  /** The label of its payments. */
  String kind();

  /** The customer or terminal that is struck. */
  String subject();

  /** What the fraudster does from a time on, in order of time. */
  List<Payment> payments(Instant start, RandomGenerator random);

  /** A stolen card, used in the shops of another town until it is blocked. */
  record StolenCard(Customer victim, Terminal shop, Town town) implements FraudPattern {
    @Override
    public String kind() {
      return "stolen-card";
    }

    @Override
    public String subject() {
      return victim.id();
    }

    @Override
    public List<Payment> payments(Instant start, RandomGenerator random) {
      List<Terminal> shops = town.around(shop.place());
      List<Payment> payments = new ArrayList<>();
      Instant time = start;
      for (int left = random.nextInt(5, 10); left > 0; left--) {
        Terminal next = shops.get(random.nextInt(shops.size()));
        double amount = victim.usualAmount() * random.nextDouble(1.5, 4);
        payments.add(Payment.at(next, victim, time, amount, Channel.CONTACTLESS));
        time = time.plusSeconds(random.nextInt(4 * 60, 12 * 60));
      }
      return payments;
    }
  }

  /** A skimmed terminal: the cards used there are cloned and each is spent from once, far away. */
  record TerminalCompromise(Terminal skimmed, List<Customer> victims, Terminal shop)
      implements FraudPattern {
    @Override
    public String kind() {
      return "terminal-compromise";
    }

    @Override
    public String subject() {
      return skimmed.id();
    }

    @Override
    public List<Payment> payments(Instant start, RandomGenerator random) {
      List<Payment> payments = new ArrayList<>();
      Instant time = start;
      for (Customer victim : victims) {
        double amount = victim.usualAmount() * random.nextDouble(4, 8);
        payments.add(Payment.at(shop, victim, time, amount, Channel.CHIP));
        time = time.plusSeconds(random.nextInt(5 * 60, 25 * 60));
      }
      return payments;
    }
  }

  /** A stolen password: large online orders from far away. */
  record AccountTakeover(Customer victim) implements FraudPattern {
    @Override
    public String kind() {
      return "account-takeover";
    }

    @Override
    public String subject() {
      return victim.id();
    }

    @Override
    public List<Payment> payments(Instant start, RandomGenerator random) {
      double distance = random.nextDouble(300, 6000);
      List<Payment> payments = new ArrayList<>();
      Instant time = start;
      for (int left = random.nextInt(3, 7); left > 0; left--) {
        double amount = victim.usualAmount() * random.nextDouble(3, 8);
        payments.add(Payment.online(victim, time, amount, distance));
        time = time.plusSeconds(random.nextInt(3 * 60, 10 * 60));
      }
      return payments;
    }
  }

  /** Tiny amounts to see whether a card number works, then a big one; the device seems local. */
  record AmountTesting(Customer victim) implements FraudPattern {
    @Override
    public String kind() {
      return "amount-testing";
    }

    @Override
    public String subject() {
      return victim.id();
    }

    @Override
    public List<Payment> payments(Instant start, RandomGenerator random) {
      double distance = random.nextDouble(0.2, 4);
      List<Payment> payments = new ArrayList<>();
      Instant time = start;
      for (int left = random.nextInt(3, 6); left > 0; left--) {
        payments.add(Payment.online(victim, time, random.nextDouble(0.5, 2), distance));
        time = time.plusSeconds(random.nextInt(40, 180));
      }
      double loot = victim.usualAmount() * random.nextDouble(8, 15);
      payments.add(Payment.online(victim, time, loot, distance));
      return payments;
    }
  }
}
