/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

/** Training that was asked to stop and did; the message says where its state is. */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingInterruptedException(String message) {
    super(message);
  }
}
