/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.InvalidInputException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Floats between Java and libtorch, always by one copy. */
public final class Tensors {
  /** Of one layer: a quarter of the 2 GiB that an ONNX file holds at most. */
  static final long MOST_WEIGHTS = 1L << 27;

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

  /** A new trainable tensor of one value. */
  static Tensor parameter(double value, long... dims) {
    Tensor tensor = empty(dims);
    try (Scalar scalar = new Scalar(value)) {
      tensor.fill_(scalar);
    }
    return tensor.set_requires_grad(true);
  }

  /**
   * A new trainable tensor, uniform within plus and minus {@code bound}.
   *
   * @throws InvalidInputException if it would be larger than {@link #MOST_WEIGHTS}
   */
  static Tensor uniform(double bound, long... dims) {
    checkSize(dims);
    Tensor tensor = empty(dims);
    tensor.uniform_(-bound, bound, new GeneratorOptional());
    return tensor.set_requires_grad(true);
  }

  /**
   * Refuses weights that no bundle can hold.
   *
   * @throws InvalidInputException if a tensor of these sizes is larger than {@link #MOST_WEIGHTS}
   */
  static void checkSize(long... dims) {
    double size = 1;
    for (long dim : dims) {
      size *= dim;
    }
    if (size > MOST_WEIGHTS) {
      throw new InvalidInputException(
          "a layer of %s has %.0f weights, expected at most %d: make the sizes under 'model' smaller"
              .formatted(
                  Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(" x ")),
                  size,
                  MOST_WEIGHTS));
    }
  }

  /** Overwrites the values from {@code position} on. */
  public static void put(Tensor tensor, long position, float[] values, int length) {
    FloatPointer data = tensor.data_ptr_float();
    data.position(position).put(values, 0, length);
  }
}
