/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Floats between Java and libtorch, always by one copy. */
public final class Tensors {

  private Tensors() {}

  /** All values of a tensor, as float32, row after row. */
  public static float[] floats(Tensor tensor) {
    Tensor contiguous = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(contiguous.numel())];
    contiguous.data_ptr_float().get(values);
    return values;
  }

  /** A new float32 tensor. */
  public static Tensor of(float[] values, long... dims) {
    Tensor tensor = empty(dims);
    tensor.data_ptr_float().put(values, 0, values.length);
    return tensor;
  }

  /** A new float32 tensor with arbitrary content. */
  public static Tensor empty(long... dims) {
    return torch.empty(dims, new TensorOptions(torch.ScalarType.Float), null);
  }

  /** Overwrites the values from {@code position} on. */
  public static void put(Tensor tensor, long position, float[] values, int length) {
    FloatPointer data = tensor.data_ptr_float();
    data.position(position).put(values, 0, length);
  }
}
