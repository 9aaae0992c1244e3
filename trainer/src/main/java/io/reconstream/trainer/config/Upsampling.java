/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** How a convolutional decoder undoes a stride. */
public enum Upsampling {
  /** By transposed convolution, for which ONNX Runtime takes longer. */
  TRANSPOSED,
  /** By repeating each value, then a convolution: no checkerboard (Odena et al., 2016). */
  NEAREST;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
