/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.train.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether and how a run keeps checkpoints, and whether it goes on from one.
 *
 * @param cadence how often, null for none at all
 */
public record Checkpointing(Checkpoints.Cadence cadence, boolean resume) {
  public static final Checkpointing NONE = new Checkpointing(null, false);

  /**
   * What may change between a run and its continuation: the course, not the network or the data.
   */
  private static final Set<String> FREE =
      Set.of(
          "training.learning_rate",
          "training.epochs",
          "training.patience",
          "training.gradient_norm");

  /**
   * Checks before the data are read.
   *
   * @throws InvalidInputException if there is nothing to go on from, or something that would be
   *     lost
   */
  void check(Path file) {
    if (cadence == null) {
      return;
    }
    if (resume && !Files.exists(file)) {
      throw new InvalidInputException(
          "--resume needs the checkpoint '%s' of an interrupted run, but there is none; without --resume training begins anew"
              .formatted(file));
    }
    if (!resume && Files.exists(file)) {
      throw new InvalidInputException(
          "there is a checkpoint '%s' of an interrupted run: --resume goes on from it; delete it to begin anew"
              .formatted(file));
    }
  }

  /** Whether a key decides which rows train which network how. */
  private static boolean decides(String key) {
    return !FREE.contains(key)
        && !key.equals("data.files")
        && !key.equals("name")
        && !key.equals("version")
        && (!key.startsWith("threshold.") || key.equals("threshold.calibration"));
  }

  /**
   * @param data the hash of the rows
   */
  Checkpoints open(Path file, TrainingConfig config, String data, Progress progress) {
    if (cadence == null) {
      return Checkpoints.none();
    }
    Map<String, String> identity = new LinkedHashMap<>();
    config
        .keys()
        .forEach(
            (key, value) -> {
              if (decides(key)) {
                identity.put(key, value);
              }
            });
    identity.put("the hash of the data", data);
    return Checkpoints.in(file, cadence, identity, resume, progress);
  }
}
