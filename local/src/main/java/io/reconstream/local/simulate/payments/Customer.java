/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import io.reconstream.schemas.Channel;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A customer with habits.
 *
 * @param id the event key
 * @param home where distances are counted from
 * @param usualAmount the median of what a payment is, EUR
 * @param onlineShare how many of the payments are online, 0 to 1
 * @param rhythm when payments happen
 * @param nearby terminals around home, nearest first
 */
record Customer(
    String id,
    Place home,
    double usualAmount,
    double onlineShare,
    Rhythm rhythm,
    List<Terminal> nearby) {
  private static final double TRIPS = 0.03;
  private static final double CONTACTLESS_LIMIT = 50;

  static Customer of(String id, Town town, RandomGenerator random) {
    Place home = town.anyPlace(random);
    return new Customer(
        id,
        home,
        Math.max(8, 28 * Math.exp(0.5 * random.nextGaussian())),
        random.nextDouble(0.05, 0.4),
        Rhythm.of(random),
        town.around(home));
  }

  /** The next genuine payment. */
  Payment pay(Instant after, Town town, RandomGenerator random) {
    Instant time = rhythm.next(after, random);
    double amount = usualAmount * Math.exp(0.45 * random.nextGaussian());
    if (random.nextDouble() < onlineShare) {
      return Payment.online(this, time, amount, Math.abs(1.5 * random.nextGaussian()));
    }
    Terminal terminal = random.nextDouble() < TRIPS ? town.anyTerminal(random) : habitual(random);
    Channel channel = amount > CONTACTLESS_LIMIT ? Channel.CHIP : Channel.CONTACTLESS;
    return Payment.at(terminal, this, time, amount, channel);
  }

  /** The nearer a terminal, the more often it is used. */
  private Terminal habitual(RandomGenerator random) {
    int rank = (int) (random.nextExponential() * nearby.size() / 4);
    return nearby.get(Math.min(rank, nearby.size() - 1));
  }
}
