/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

import io.reconstream.bench.variant.VariantName;

/**
 * One thing that is measured.
 *
 * @param variant what runs
 * @param keys of its events, 0 where rows are at hand
 */
record WindowsCase(VariantName variant, int keys) {

  @Override
  public String toString() {
    return keys == 0 ? variant.label() : "%s, %,d keys".formatted(variant.label(), keys);
  }
}
