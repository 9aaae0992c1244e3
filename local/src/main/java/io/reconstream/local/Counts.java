/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The ranges of options that are numbers. */
final class Counts {
  private static final int LAST_PORT = 65_535;

  private Counts() {}

  /**
   * @throws ParameterException if the value is below 0
   */
  static void requireNotNegative(CommandSpec spec, String option, double value) {
    if (!(value >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "%s is %.0f, expected 0 or more".formatted(option, value));
    }
  }

  /**
   * @throws ParameterException if the value is no port and not 0
   */
  static void requirePort(CommandSpec spec, String option, int value) {
    if (value < 0 || value > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, expected 0 to %d".formatted(option, value, LAST_PORT));
    }
  }
}
