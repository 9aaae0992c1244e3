/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

/**
 * An event with a row that the model gives no score for. Has no stack trace, as there may be many.
 */
public final class UnscorableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stable code in dead letters and metrics. */
  public static final String REASON = "UNSCORABLE";

  UnscorableException(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
