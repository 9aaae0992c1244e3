/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The state of libtorch's random generator of the CPU, as a tensor of bytes. */
final class RandomState {

  private RandomState() {}

  /** The state of this moment; the caller's to close. */
  static Tensor now() {
    try (Generator generator = torch.getDefaultCPUGenerator()) {
      return generator.get_state().retainReference();
    }
  }

  static void restore(Tensor state) {
    try (Generator generator = torch.getDefaultCPUGenerator()) {
      generator.set_state(state);
    }
  }
}
