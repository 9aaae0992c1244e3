/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * A network's parameters as an optimiser takes them: small ones lie one after another in one
 * tensor, as do their gradients. A step is some operations on each tensor, and with many small ones
 * the calls take longer than the arithmetic: a quarter of a small network's training.
 *
 * <p>The backward pass must add to the gradients in place, as it does where it keeps no graph of
 * itself; whoever sets them to none (as {@code Optimizer.zero_grad} does) cuts them off. Owns
 * native memory, which the network's small parameters share as long as they live.
 */
final class PackedParameters implements AutoCloseable {
  /**
   * Larger ones stay by themselves: adding to their gradients would cost more than the calls. What
   * an optimiser's state looks like depends on it, and so {@link Checkpoints}' format.
   */
  private static final long MOST_VALUES = 1 << 13;

  private final List<Tensor> large = new ArrayList<>();
  private final Tensor values;
  private final Tensor gradients;
  private final TensorVector vector;

  /**
   * @param parameters of one type and device; they keep their values, small ones become views
   */
  PackedParameters(TensorVector parameters) {
    try {
      List<Tensor> small = new ArrayList<>();
      for (long i = 0; i < parameters.size(); i++) {
        Tensor parameter = new Tensor(parameters.get(i)); // outlives the vector
        (parameter.numel() <= MOST_VALUES ? small : large).add(parameter);
      }
      long count = small.stream().mapToLong(Tensor::numel).sum();
      this.values = parameters.get(0).detach().new_zeros(count);
      this.gradients = values.clone();
      long from = 0;
      for (Tensor parameter : small) {
        Tensor own = view(values, from, parameter);
        own.copy_(parameter.detach());
        parameter.set_data(own);
        parameter.mutable_grad().put(view(gradients, from, parameter));
        from += parameter.numel();
      }
      values.mutable_grad().put(gradients);
      List<Tensor> all = new ArrayList<>(large);
      if (count > 0) {
        all.add(values);
      }
      this.vector = new TensorVector(all.toArray(new Tensor[0]));
    } finally {
      Reference.reachabilityFence(parameters); // the tensors lie in its memory
    }
  }

  /** The part of a packed tensor that is a parameter's, in its shape. */
  private static Tensor view(Tensor packed, long from, Tensor parameter) {
    return packed.narrow(0, from, parameter.numel()).view_as(parameter);
  }

  /** What an optimiser changes. */
  TensorVector vector() {
    return vector;
  }

  /** Before each step: the backward pass adds to the gradients that are there. */
  void zeroGradients() {
    gradients.zero_();
    large.forEach(parameter -> parameter.mutable_grad().reset());
  }

  /** The network keeps its parameters. */
  @Override
  public void close() {
    vector.close();
    large.forEach(Tensor::close);
    gradients.close();
    values.close();
  }
}
