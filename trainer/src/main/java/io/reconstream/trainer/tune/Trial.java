/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.tune;

import io.reconstream.trainer.config.TrainingConfig;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that was trained.
 *
 * @param changes what it changes of the configuration that was given
 * @param config complete, with every size chosen
 * @param error on held-out rows
 * @param multiplyAdds its size: the work for one row
 * @param latentWidth the numbers of its latent
 * @param seconds that it took
 */
public record Trial(
    Map<String, String> changes,
    TrainingConfig config,
    HeldOutError.Estimate error,
    long multiplyAdds,
    int latentWidth,
    double seconds) {

  /** A smaller share of the variance than this is none: no smaller model is refused for it. */
  private static final double NEGLIGIBLE = 1e-4;

  public Trial {
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes)); // in their order
  }

  /**
   * The one to choose: the smallest whose error is within one standard error of the least one
   * (Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984, section
   * 3.4.3). A larger model that is no better for sure is not worth its cost.
   *
   * @param trials at least one
   */
  public static Trial choose(List<Trial> trials) {
    HeldOutError.Estimate least =
        trials.stream()
            .map(Trial::error)
            .min(Comparator.comparingDouble(HeldOutError.Estimate::mean))
            .orElseThrow();
    double most = Math.max(NEGLIGIBLE, least.mean() + least.standardError());
    return trials.stream()
        .filter(trial -> trial.error().mean() <= most)
        .min(
            Comparator.comparingLong(Trial::multiplyAdds)
                .thenComparingDouble(trial -> trial.error().mean()))
        .orElseThrow();
  }
}
