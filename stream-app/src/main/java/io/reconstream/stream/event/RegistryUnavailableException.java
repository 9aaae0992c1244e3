/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/**
 * The schema registry did not answer, even after retries. Not the event's fault, so never a dead
 * letter: it fails the thread.
 */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
