/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * One stage of a network: what libtorch trains and what the graph computes, side by side. The two
 * agree in evaluation mode.
 */
public interface Layer {

  /** Computes the stage for a batch; its result is freed by the caller's pointer scope. */
  Tensor forward(Tensor input);

  /** Adds the stage, as it is now, to the graph of {@code input}. */
  Value export(Value input);

  /** Registers what has parameters or a mode under {@code parent}; nothing by default. */
  default void register(Module parent, String name) {}
}
