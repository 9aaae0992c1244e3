/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.List;
import java.util.Map;

/**
 * What scoring files with a bundle found.
 *
 * @param model name and version
 * @param hash the bundle's
 * @param threshold the score above which a row is anomalous
 * @param overall figures by name, over all files
 * @param files figures per file
 * @param refused records that have no row, and are in no figure
 * @param firstRefusal where and why the first was refused; empty where none was
 */
public record EvaluationReport(
    String model,
    String hash,
    double threshold,
    Map<String, Double> overall,
    List<FileMetrics> files,
    long refused,
    String firstRefusal) {

  /** The figures of one file. */
  public record FileMetrics(String file, Map<String, Double> metrics) {}
}
