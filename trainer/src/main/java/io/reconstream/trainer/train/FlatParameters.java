/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import java.lang.ref.Reference;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * A network's P parameters laid one after another in one tensor, their gradients in another: an
 * optimiser's step is a few operations over all of them instead of a few over each, which is a
 * quarter of a small network's training. The network's own parameters become views of them. Owns
 * native memory.
 */
final class FlatParameters implements AutoCloseable {
  private final Tensor values;
  private final Tensor gradients;
  private final TensorVector vector;

  /**
   * @param parameters of one type and device; they keep their values, their gradients become 0
   */
  FlatParameters(TensorVector parameters) {
    try {
      this.values = parameters.get(0).detach().new_zeros(count(parameters));
      this.gradients = values.clone();
      long from = 0;
      for (long i = 0; i < parameters.size(); i++) {
        Tensor parameter = parameters.get(i);
        Tensor own = view(values, from, parameter);
        own.copy_(parameter.detach());
        parameter.set_data(own);
        parameter.mutable_grad().put(view(gradients, from, parameter));
        from += parameter.numel();
      }
    } finally {
      Reference.reachabilityFence(parameters); // the tensors lie in its memory
    }
    values.mutable_grad().put(gradients);
    this.vector = new TensorVector(values);
  }

  private static long count(TensorVector parameters) {
    long count = 0;
    for (long i = 0; i < parameters.size(); i++) {
      count += parameters.get(i).numel();
    }
    return count;
  }

  private static Tensor view(Tensor flat, long from, Tensor parameter) {
    return flat.narrow(0, from, parameter.numel()).view_as(parameter);
  }

  /** What an optimiser changes: one tensor, {@code [P]}. */
  TensorVector vector() {
    return vector;
  }

  /** Before each step: the backward pass adds to the gradients. */
  void zeroGradients() {
    gradients.zero_();
  }

  /** The network keeps its parameters. */
  @Override
  public void close() {
    vector.close();
    gradients.close();
    values.close();
  }
}
