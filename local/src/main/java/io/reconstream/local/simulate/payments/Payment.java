/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import io.reconstream.local.simulate.Episode;
import io.reconstream.schemas.Channel;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment that is going to happen.
 *
 * @param customer whose card it is
 * @param terminal where it is used
 * @param time when
 * @param amount EUR
 * @param channel how the card is read
 * @param distance from the customer's home to the terminal or, online, to the device, km
 * @param fraud the fraud it is part of; empty if the customer pays
 */
record Payment(
    Customer customer,
    Terminal terminal,
    Instant time,
    double amount,
    Channel channel,
    double distance,
    Optional<Episode> fraud) {

  Payment {
    amount = Math.round(100 * amount) / 100.0;
  }

  /** A genuine payment at a terminal. */
  static Payment at(
      Terminal terminal, Customer customer, Instant time, double amount, Channel channel) {
    double distance = customer.home().distanceTo(terminal.place());
    return new Payment(customer, terminal, time, amount, channel, distance, Optional.empty());
  }

  /** An online payment from a device this far from home. */
  static Payment online(Customer customer, Instant time, double amount, double distance) {
    return new Payment(
        customer, Town.ONLINE_SHOP, time, amount, Channel.ONLINE, distance, Optional.empty());
  }

  Payment partOf(Episode episode) {
    return new Payment(customer, terminal, time, amount, channel, distance, Optional.of(episode));
  }
}
