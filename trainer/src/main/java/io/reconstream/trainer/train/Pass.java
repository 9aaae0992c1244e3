/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The place in a pass over all rows in random order: which blocks in which order, how many of them
 * are done, and how many rows of the next. The order within a block is drawn anew from the state
 * that the random generator had when it was drawn first.
 */
final class Pass {
  private final List<Long> blocks;
  private int block;
  private long row;
  private Tensor generator;

  /** Before its beginning. */
  Pass() {
    this(List.of(), 0, 0, null);
  }

  /** Where it was left. */
  Pass(List<Long> blocks, int block, long row, Tensor generator) {
    this.blocks = new ArrayList<>(blocks);
    this.block = block;
    this.row = row;
    this.generator = generator;
  }

  /** In their order; empty before the beginning. */
  List<Long> blocks() {
    return blocks;
  }

  int block() {
    return block;
  }

  long row() {
    return row;
  }

  /** The random generator's state before the present block's order was drawn; null before that. */
  Tensor generator() {
    return generator;
  }

  void begin(List<Long> order) {
    blocks.addAll(order);
  }

  /** The present block's order is about to be drawn. */
  void draws(Tensor state) {
    if (generator != null) {
      generator.close();
    }
    generator = state;
  }

  void advance(long rows) {
    row += rows;
  }

  void nextBlock() {
    block++;
    row = 0;
  }
}
