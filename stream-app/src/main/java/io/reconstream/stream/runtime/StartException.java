/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

/** Why the app does not start: what, the actual value, what to do. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
