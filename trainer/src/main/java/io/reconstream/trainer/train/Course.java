/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.List;

/**
 * How far a network's training is, without its tensors: what a checkpoint says of it in words.
 *
 * @param network its name
 * @param complete whether it has ended
 * @param step how many steps were made
 * @param epochs those that have ended, the untrained network first
 * @param best number of the best of them
 * @param blocks of the pass that is under way, in its order; empty between two passes
 * @param block how many of them are done
 * @param row how many rows of the next are done
 * @param lossSum over the rows of the pass
 * @param lossRows how many those are
 * @param seconds that the pass has taken
 */
record Course(
    String network,
    boolean complete,
    long step,
    List<Epoch> epochs,
    int best,
    List<Long> blocks,
    int block,
    long row,
    double lossSum,
    long lossRows,
    double seconds) {

  Course {
    epochs = List.copyOf(epochs);
    blocks = List.copyOf(blocks);
  }

  TrainingHistory history() {
    return new TrainingHistory(network, epochs, best);
  }
}
