/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.network.Layer;
import io.reconstream.trainer.network.Layers;
import io.reconstream.trainer.network.LibTorch;
import io.reconstream.trainer.network.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Standardised rows (or windows) as libtorch sees them, in blocks that fit in memory. Data of one
 * block stay resident; larger data are read block by block in each pass. Batches are shuffled
 * within a block, and the blocks among themselves.
 */
final class Samples implements AutoCloseable {
  /** Of native memory per block. */
  private static final long BLOCK_BYTES = 512L << 20;

  /** Rows standardised per copy to native memory. */
  private static final int CHUNK = 1024;

  private final Rows rows;
  private final Preprocessing preprocessing;
  private final Layer view;
  private final long blockRows;
  private Tensor resident;

  Samples(Rows rows, Preprocessing preprocessing) {
    this(rows, preprocessing, new Layers(List.of()));
  }

  private Samples(Rows rows, Preprocessing preprocessing, Layer view) {
    this.rows = rows;
    this.preprocessing = preprocessing;
    this.view = view;
    this.blockRows = Math.max(CHUNK, BLOCK_BYTES / (Float.BYTES * (long) windowLength() * width()));
  }

  /** The same rows as a layer gives them, which is not trained by that. */
  Samples seen(Layer layer) {
    return new Samples(rows, preprocessing, layer);
  }

  long count() {
    return rows.count();
  }

  Rows rows() {
    return rows;
  }

  /** T, 1 for single rows. */
  int windowLength() {
    return rows.width() / preprocessing.columns();
  }

  private int width() {
    return preprocessing.inputWidth();
  }

  /** How many batches a pass has. */
  long batches(int size) {
    long batches = 0;
    for (long from = 0; from < count(); from += blockRows) {
      batches += ceilDiv(Math.min(blockRows, count() - from), size);
    }
    return batches;
  }

  /**
   * A pass in random order, drawn from libtorch's generator, from where it was left; each batch is
   * freed afterwards.
   *
   * @param pass the place, which moves on before each batch
   * @param consumer takes a batch and says whether the pass goes on
   */
  void shuffled(int size, Pass pass, Predicate<Tensor> consumer) {
    if (pass.blocks().isEmpty()) {
      pass.begin(permutation(ceilDiv(count(), blockRows)));
    }
    boolean[] on = {true};
    while (on[0] && pass.block() < pass.blocks().size()) {
      withBlock(
          pass.blocks().get(pass.block()) * blockRows,
          data -> {
            long available = data.size(0);
            try (Tensor order = order(pass, available).to(data.device(), torch.ScalarType.Long)) {
              while (on[0] && pass.row() < available) {
                try (PointerScope step = new PointerScope()) {
                  long length = Math.min(size, available - pass.row());
                  Tensor places = order.narrow(0, pass.row(), length);
                  pass.advance(length);
                  on[0] = consumer.test(viewed(data.index_select(0, places)));
                }
              }
            }
            if (pass.row() == available) {
              pass.nextBlock();
            }
          });
    }
  }

  /** The order of the block's rows: a new one, or that in which the pass was left. */
  private static Tensor order(Pass pass, long rows) {
    if (pass.row() == 0) {
      pass.draws(RandomState.now());
      return torch.randperm(rows);
    }
    try (Tensor present = RandomState.now()) {
      RandomState.restore(pass.generator());
      Tensor order = torch.randperm(rows);
      RandomState.restore(present);
      return order;
    }
  }

  /** A pass in order; each batch is freed afterwards. */
  void ordered(int size, Batch consumer) {
    for (long start = 0; start < count(); start += blockRows) {
      long first = start;
      withBlock(
          start,
          data -> {
            for (long from = 0; from < data.size(0); from += size) {
              try (PointerScope step = new PointerScope()) {
                consumer.accept(
                    first + from,
                    viewed(data.narrow(0, from, Math.min(size, data.size(0) - from))));
              }
            }
          });
    }
  }

  private Tensor viewed(Tensor batch) {
    try (NoGradGuard frozen = new NoGradGuard()) {
      return view.forward(batch);
    }
  }

  /** Sees a batch of consecutive rows. */
  interface Batch {
    void accept(long firstRow, Tensor input);
  }

  private void withBlock(long from, Consumer<Tensor> consumer) {
    if (count() <= blockRows) {
      if (resident == null) {
        resident = load(0, count());
      }
      consumer.accept(resident);
      return;
    }
    try (Tensor block = load(from, Math.min(blockRows, count() - from))) {
      consumer.accept(block);
    }
  }

  private Tensor load(long from, long count) {
    int length = windowLength();
    long[] dims = length == 1 ? new long[] {count, width()} : new long[] {count, length, width()};
    Tensor block = Tensors.empty(dims);
    float[] raw = new float[rows.width()];
    float[] chunk = new float[CHUNK * length * width()];
    for (long row = 0; row < count; row += CHUNK) {
      int available = (int) Math.min(CHUNK, count - row);
      for (int i = 0; i < available; i++) {
        rows.copy(from + row + i, raw, 0);
        for (int t = 0; t < length; t++) {
          preprocessing.standardise(
              raw, t * preprocessing.columns(), chunk, (i * length + t) * width());
        }
      }
      Tensors.put(block, row * length * width(), chunk, available * length * width());
    }
    return block.to(LibTorch.device(), torch.ScalarType.Float);
  }

  private static List<Long> permutation(long count) {
    List<Long> order = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      LongPointer places = torch.randperm(count).data_ptr_long();
      for (long i = 0; i < count; i++) {
        order.add(places.get(i));
      }
    }
    return order;
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  @Override
  public void close() {
    if (resident != null) {
      resident.close();
    }
  }
}
