/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

/** A file that holds no usable key; the message never tells what is in it. */
public final class KeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeyFileException(String message) {
    super(message);
  }

  public KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
