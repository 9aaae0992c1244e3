/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfigReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a command that runs a bundle over files. */
final class ScoredFiles {

  @Option(names = "--bundle", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path bundle;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or globs: CSV, JSON lines (each also .gz), Parquet or Avro.")
  private List<String> data;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      description = "The column that tells series apart; without one each file is one series.")
  private String key;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Use only rows with this value; repeatable.")
  private Map<String, String> where = new LinkedHashMap<>();

  Path file() {
    return bundle;
  }

  /**
   * @throws io.reconstream.model.bundle.BundleException if it is no usable bundle
   */
  Bundle bundle() {
    return Bundle.read(bundle);
  }

  /**
   * The files that are run.
   *
   * @param label the column that tells anomalies, or null
   */
  DataConfig data(Bundle read, String label) {
    return DataConfig.scored(data, key, label, where, missing(read));
  }

  /** These files spell "no value" as those that trained did, where the bundle is ours. */
  private static List<String> missing(Bundle bundle) {
    try {
      String yaml = bundle.metadata().provenance().configuration();
      return TrainingConfigReader.parse(yaml, bundle.origin(), Map.of()).data().missing();
    } catch (InvalidInputException e) {
      return TrainingConfigReader.MISSING;
    }
  }
}
