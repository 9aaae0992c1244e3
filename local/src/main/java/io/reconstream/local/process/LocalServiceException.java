/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.process;

/** A local service cannot be run; the message says which, why and where its log is. */
public final class LocalServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LocalServiceException(String message) {
    super(message);
  }

  public LocalServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
