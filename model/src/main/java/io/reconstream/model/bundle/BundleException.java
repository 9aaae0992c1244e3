/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

/** A file that is no usable bundle: the message says what, the actual value, what is allowed. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
