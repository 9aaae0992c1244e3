/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import java.util.List;

/** References in settings that lead nowhere: all of them, without the secrets of others. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
