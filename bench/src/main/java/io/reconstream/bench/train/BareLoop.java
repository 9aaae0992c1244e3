/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import io.reconstream.bench.workload.Rows;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Training as libtorch's tutorials write it: shuffle, take a batch, forward, loss, backward, step.
 * No held-out rows, no check of the loss, no schedule, no progress.
 */
final class BareLoop {
  private static final int PRODUCT = 1024;

  private final TrainTask task;
  private final List<LinearImpl> layers = new ArrayList<>();
  private final Adam optimizer;

  /** libtorch must be set up: {@link io.reconstream.trainer.network.LibTorch#start}. */
  BareLoop(TrainTask task) {
    this.task = task;
    Module module = new Module("bare");
    List<Integer> widths = widths();
    for (int i = 1; i < widths.size(); i++) {
      LinearImpl layer = new LinearImpl(widths.get(i - 1), widths.get(i));
      module.register_module("layer" + i, layer);
      layers.add(layer);
    }
    this.optimizer = new Adam(module.parameters(), new AdamOptions(0.001));
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    widths.add(task.shape().features());
    widths.addAll(task.shape().encoder());
    for (int i = task.shape().encoder().size() - 2; i >= 0; i--) {
      widths.add(task.shape().encoder().get(i));
    }
    widths.add(task.shape().features());
    return widths;
  }

  EpochTimes run() {
    List<Double> seconds = new ArrayList<>();
    Tensor data = data();
    for (int epoch = 0; epoch <= task.epochs(); epoch++) {
      long start = System.nanoTime();
      epoch(data);
      if (epoch > 0) {
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }
    return new EpochTimes(seconds, gigaflops());
  }

  private Tensor data() {
    int width = task.shape().features();
    Tensor data =
        torch.empty(
            new long[] {task.rows(), width}, new TensorOptions(torch.ScalarType.Float), null);
    Rows rows = new Rows(width, 1);
    float[] row = new float[width];
    for (long i = 0; i < task.rows(); i++) {
      rows.next(row);
      data.data_ptr_float().position(i * width).put(row);
    }
    return data;
  }

  private void epoch(Tensor data) {
    try (Tensor order = torch.randperm(task.rows())) {
      for (long from = 0; from < task.rows(); from += task.batch()) {
        try (PointerScope step = new PointerScope()) {
          long length = Math.min(task.batch(), task.rows() - from);
          Tensor batch = data.index_select(0, order.narrow(0, from, length));
          optimizer.zero_grad();
          torch.mse_loss(forward(batch), batch).backward();
          optimizer.step();
        }
      }
    }
  }

  private Tensor forward(Tensor batch) {
    Tensor value = batch;
    int latent = task.shape().encoder().size() - 1;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).forward(value);
      if (i != latent && i < layers.size() - 1) {
        value = torch.tanh(value);
      }
    }
    return value;
  }

  /** Of libtorch's own large matrix product, the best of some: what the processor can do. */
  private static double gigaflops() {
    long[] dims = {PRODUCT, PRODUCT};
    double best = 0;
    try (Tensor left = torch.rand(dims);
        Tensor right = torch.rand(dims)) {
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        left.mm(right).close();
        best = Math.max(best, 2.0 * PRODUCT * PRODUCT * PRODUCT / (System.nanoTime() - start));
      }
    }
    return best;
  }
}
