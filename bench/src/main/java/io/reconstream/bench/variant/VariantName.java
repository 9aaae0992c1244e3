/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import com.fasterxml.jackson.annotation.JsonValue;

/** What is compared. */
public enum VariantName {
  /** Decodes the features and does nothing with them: the floor. */
  PASSTHROUGH("passthrough"),
  /** ONNX Runtime per event, as in blog posts. */
  NAIVE("naive"),
  /** ONNX Runtime per event with reused buffers. */
  PINNED("pinned"),
  /**
   * ONNX Runtime on one thread at its best batch, rows at hand, no Kafka: the model's own floor.
   */
  ONNX_RUNTIME("onnx-runtime"),
  /** The product. */
  RECONSTREAM("reconstream"),
  /** H2O's MOJO by its documented API. */
  H2O_EASY("h2o-easy"),
  /** H2O's MOJO by {@code score0}. */
  H2O_RAW("h2o-raw"),
  /** Amazon's RandomCutForest. */
  RCF("rcf");

  private final String label;

  VariantName(String label) {
    this.label = label;
  }

  @JsonValue
  public String label() {
    return label;
  }
}
