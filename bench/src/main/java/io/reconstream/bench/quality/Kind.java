/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

/** What the rows of a set are; each kind has one default configuration for all of its sets. */
enum Kind {
  /** Rows that stand by themselves. */
  ROWS("denoising_pair"),
  /** Rows of one series in the order of time. */
  SERIES("multiscale");

  private final String model;

  Kind(String model) {
    this.model = model;
  }

  /** The default {@code model.type}. */
  String model() {
    return model;
  }
}
