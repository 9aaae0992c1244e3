/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import java.util.List;

/**
 * The course of one network's training.
 *
 * @param network which network, such as {@code dense}
 * @param epochs in order
 * @param best number of the epoch whose weights were kept
 */
public record TrainingHistory(String network, List<Epoch> epochs, int best) {

  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** The same of one of several members. */
  TrainingHistory ofMember(int number) {
    return new TrainingHistory("%s %d".formatted(network, number), epochs, best);
  }

  /**
   * One pass over the training rows.
   *
   * @param number from 1; 0 is the untrained network
   * @param trainingLoss mean loss over the epoch's batches, NaN for epoch 0
   * @param heldOutLoss mean loss over the held-out rows after the epoch
   * @param learningRate at the epoch's end
   * @param seconds it took, without the held-out rows
   */
  public record Epoch(
      int number, double trainingLoss, double heldOutLoss, double learningRate, double seconds) {}
}
