/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import java.util.List;

/**
 * What the user gave cannot be used: a configuration, a file, or the data in it. Each problem says
 * what is wrong, the actual value, what is allowed, and where; it is shown without a stack trace.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvalidInputException(String problem) {
    this(List.of(problem));
  }

  public InvalidInputException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  public InvalidInputException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order they were found; at least one. */
  public List<String> problems() {
    return problems;
  }
}
