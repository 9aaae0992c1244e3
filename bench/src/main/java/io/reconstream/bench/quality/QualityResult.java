/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

/**
 * One figure.
 *
 * @param group collection of sets
 * @param set in the group, or {@code mean} over all of its sets (of rates at the threshold: of all
 *     their rows together)
 * @param metric what was measured
 * @param unit {@code share} from 0 to 1 or {@code percent}, as it was published
 * @param value ours
 * @param publishedBest the best published one, null where none is known
 * @param publishedBestName its detector
 * @param seconds that training took, mean over the sets where {@code set} is {@code mean}
 */
public record QualityResult(
    String group,
    String set,
    String metric,
    String unit,
    double value,
    Double publishedBest,
    String publishedBestName,
    double seconds) {
  static final String MEAN = "mean";

  static QualityResult of(
      QualityGroup group,
      String set,
      Figure figure,
      double share,
      Published published,
      double seconds) {
    return new QualityResult(
        group.name(),
        set,
        figure.toString(),
        group.unit().toString(),
        group.unit().of(share),
        published == null ? null : published.value(),
        published == null ? null : published.name(),
        seconds);
  }
}
