/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

/** Events cannot be sent; the message says what does not answer or refuses, and where. */
public final class FeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FeedException(String message, Throwable cause) {
    super(message, cause);
  }
}
