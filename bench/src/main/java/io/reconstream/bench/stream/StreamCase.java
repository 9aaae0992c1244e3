/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.stream;

import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.workload.NetworkShape;

/**
 * One thing that is measured.
 *
 * @param variant what runs
 * @param shape the network
 * @param guarantee {@code at_least_once} or {@code exactly_once_v2}
 * @param everyScore whether every score is emitted, or alerts alone
 */
record StreamCase(VariantName variant, NetworkShape shape, String guarantee, boolean everyScore) {

  String emit() {
    return everyScore ? "scores" : "alerts";
  }

  /** The pass-through under the same conditions, which this case is compared with. */
  StreamCase floor() {
    return new StreamCase(VariantName.PASSTHROUGH, shape, guarantee, everyScore);
  }

  @Override
  public String toString() {
    return "%s %s %s %s".formatted(variant.label(), shape.label(), guarantee, emit());
  }
}
