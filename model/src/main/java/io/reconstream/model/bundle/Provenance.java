/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.util.List;
import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param createdAt ISO-8601, UTC
 * @param sources the files or topics it was trained on, by name
 * @param dataHash SHA-256 of the encoded training rows, hexadecimal
 * @param trainingRows rows the network learned from
 * @param heldOutRows rows kept for calibration
 * @param seed of every random choice
 * @param configuration the training configuration, complete, as YAML
 * @param libraries versions by name
 * @param metrics figures of the report, such as {@code auroc}
 * @param scalings per numeric column what the model scales it by; empty where that is not known
 */
public record Provenance(
    String createdAt,
    List<String> sources,
    String dataHash,
    long trainingRows,
    long heldOutRows,
    long seed,
    String configuration,
    Map<String, String> libraries,
    Map<String, Double> metrics,
    Map<String, String> scalings) {

  public Provenance {
    sources = List.copyOf(sources);
    libraries = Map.copyOf(libraries);
    metrics = Map.copyOf(metrics);
    scalings = scalings == null ? Map.of() : Map.copyOf(scalings);
  }

  /** Of a model whose scaling is not known. */
  public Provenance(
      String createdAt,
      List<String> sources,
      String dataHash,
      long trainingRows,
      long heldOutRows,
      long seed,
      String configuration,
      Map<String, String> libraries,
      Map<String, Double> metrics) {
    this(
        createdAt,
        sources,
        dataHash,
        trainingRows,
        heldOutRows,
        seed,
        configuration,
        libraries,
        metrics,
        Map.of());
  }
}
