/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

/** Who trains. */
enum TrainVariant {
  /** Training as libtorch's tutorials write it. */
  LIBTORCH("bare loop"),
  RECONSTREAM("reconstream"),
  H2O("h2o");

  private final String label;

  TrainVariant(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
