/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

/** ONNX Runtime failed on inputs that it was given; the scorer itself stays usable. */
public final class ScoringException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScoringException(String message) {
    super(message);
  }

  ScoringException(String message, Throwable cause) {
    super(message, cause);
  }
}
