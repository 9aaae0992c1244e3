/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import java.util.List;

/** A configuration with problems: all of them, one a line. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvalidConfigException(List<String> problems) {
    this("the configuration", problems);
  }

  /**
   * @param what has the problems, such as a file
   */
  public InvalidConfigException(String what, List<String> problems) {
    super(
        "%s has %d %s:%n  %s"
            .formatted(
                what,
                problems.size(),
                problems.size() == 1 ? "problem" : "problems",
                String.join(System.lineSeparator() + "  ", problems)));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
