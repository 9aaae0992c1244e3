/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

/** Training that cannot go on or whose result cannot be used: the message says what and where. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
