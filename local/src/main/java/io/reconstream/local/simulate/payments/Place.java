/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import java.util.random.RandomGenerator;

/** A place on the map, in km. */
record Place(double x, double y) {

  /** Anywhere in a square region. */
  static Place within(double side, RandomGenerator random) {
    return new Place(random.nextDouble(side), random.nextDouble(side));
  }

  double distanceTo(Place other) {
    return Math.hypot(x - other.x, y - other.y);
  }
}
