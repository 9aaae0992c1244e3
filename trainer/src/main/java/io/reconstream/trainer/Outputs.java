/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.trainer.config.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run's results go.
 *
 * @param bundle the sealed model
 * @param report JSON, beside the bundle
 * @param page the report to look at, beside the bundle
 * @param checkpoint of a training under way, beside the bundle
 */
record Outputs(Path bundle, Path report, Path page, Path checkpoint) {

  /**
   * Checks before hours of training that the results can be written after them.
   *
   * @throws InvalidInputException if they cannot
   */
  static Outputs of(Path bundle) {
    check("--out", bundle, "pump.onnx");
    return new Outputs(
        bundle, beside(bundle, ".report.json"), pageOf(bundle), beside(bundle, ".checkpoint"));
  }

  /**
   * Checks that a file can be written.
   *
   * @param option what names it
   * @param example a name for it
   * @throws InvalidInputException if not
   */
  static void check(String option, Path file, String example) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          "%s is '%s', a directory, expected a file such as %s".formatted(option, file, example));
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "%s is '%s', but there is no folder '%s'".formatted(option, file, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new InvalidInputException(
          "%s is '%s', but folder '%s' is not writable".formatted(option, file, folder));
    }
  }

  /** The report to look at. */
  static Path pageOf(Path bundle) {
    return beside(bundle, ".report.html");
  }

  /** The bundle's name with another ending: {@code pump.onnx} gives {@code pump.report.json}. */
  static Path beside(Path bundle, String ending) {
    String name = bundle.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return bundle.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }
}
