/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The region with its terminals.
 *
 * @param terminals all of them
 */
record Town(List<Terminal> terminals) {
  /** Stands for every online shop. */
  static final Terminal ONLINE_SHOP = new Terminal("online", new Place(0, 0));

  private static final double SIDE = 60;
  private static final int NEARBY = 20;

  static Town of(int terminals, RandomGenerator random) {
    return new Town(
        IntStream.rangeClosed(1, terminals)
            .mapToObj(i -> new Terminal("terminal-%04d".formatted(i), Place.within(SIDE, random)))
            .toList());
  }

  Place anyPlace(RandomGenerator random) {
    return Place.within(SIDE, random);
  }

  Terminal anyTerminal(RandomGenerator random) {
    return terminals.get(random.nextInt(terminals.size()));
  }

  /** The nearest terminals, nearest first. */
  List<Terminal> around(Place place) {
    return terminals.stream()
        .sorted(Comparator.comparingDouble(terminal -> terminal.place().distanceTo(place)))
        .limit(NEARBY)
        .toList();
  }

  /** A terminal far from a place. */
  Terminal farFrom(Place place, RandomGenerator random) {
    Terminal terminal = anyTerminal(random);
    while (terminal.place().distanceTo(place) < SIDE / 3) {
      terminal = anyTerminal(random);
    }
    return terminal;
  }
}
