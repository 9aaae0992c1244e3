/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.schemas.CardPayment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** All payments with the cards of one bank, by customers and by fraudsters. */
public final class CardPayments implements Simulation {
  private static final int CUSTOMERS = 400;
  private static final int TERMINALS = 300;

  /** Histories of a day are complete from the first event on. */
  private static final Duration RUN_IN = Duration.ofDays(2);

  private final Town town;
  private final RandomGenerator habits;
  private final Optional<FraudSchedule> frauds;
  private final Queue<Payment> ahead =
      new PriorityQueue<>(
          Comparator.comparing(Payment::time).thenComparing(payment -> payment.customer().id()));
  private final Map<String, History> histories = new HashMap<>();
  private long count;

  /**
   * @param seed of every random choice
   * @param faults whether there are frauds
   * @param start no payment is before this time
   */
  public CardPayments(long seed, boolean faults, Instant start) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomGenerator people = random.split();
    habits = random.split();
    town = Town.of(TERMINALS, people);
    List<Customer> customers =
        IntStream.rangeClosed(1, CUSTOMERS)
            .mapToObj(i -> Customer.of("customer-%04d".formatted(i), town, people))
            .toList();
    FraudSchedule schedule = new FraudSchedule(town, customers, start, random.split());
    frauds = faults ? Optional.of(schedule) : Optional.empty();
    for (Customer customer : customers) {
      histories.put(customer.id(), new History());
      ahead.add(customer.pay(start.minus(RUN_IN), town, habits));
    }
    while (ahead.element().time().isBefore(start)) {
      history(take());
    }
    plotNextFraud();
  }

  @Override
  public Event next() {
    Payment payment = take();
    History history = histories.get(payment.customer().id());
    CardPayment value = describe(payment, history);
    history.add(payment);
    return new Event(payment.customer().id(), payment.time(), value, payment.fraud());
  }

  private void history(Payment payment) {
    histories.get(payment.customer().id()).add(payment);
  }

  /** The earliest payment; whoever made it plans the next one. */
  private Payment take() {
    Payment payment = ahead.remove();
    Optional<Episode> fraud = payment.fraud();
    if (fraud.isEmpty()) {
      ahead.add(payment.customer().pay(payment.time(), town, habits));
    } else if (payment.time().equals(fraud.get().start())) {
      plotNextFraud();
    }
    return payment;
  }

  private void plotNextFraud() {
    frauds.ifPresent(schedule -> ahead.addAll(schedule.next()));
  }

  private CardPayment describe(Payment payment, History history) {
    count++;
    return CardPayment.newBuilder()
        .setPayment("payment-%08d".formatted(count))
        .setCustomer(payment.customer().id())
        .setTerminal(payment.terminal().id())
        .setTime(payment.time())
        .setAmount(payment.amount())
        .setChannel(payment.channel())
        .setDistanceFromHome(payment.distance())
        .setPaymentsLastDay(history.lastDay(payment.time()))
        .setAmountToUsual(payment.amount() / payment.customer().usualAmount())
        .setMinutesSinceLast(history.minutesSinceLast(payment.time()))
        .setFraud(payment.fraud().map(Episode::kind).orElse(null))
        .build();
  }
}
