/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How a figure of the product's process changed over a soak. What is younger than a third of the
 * longest life is left out: caches fill and code is compiled.
 *
 * @param figure which
 * @param level its mean
 * @param withinLife what it grew by over the rest of a life: the slope that the lives have in
 *     common (least squares, a level for each life), times the length of a life's rest
 * @param overLives what the lives' means grew by from the first to the last life: their slope times
 *     their number less one; 0 for a single life
 * @param tolerated growth of either kind up to here counts as flat
 */
record Growth(String figure, double level, double withinLife, double overLives, double tolerated) {

  /** Of the level; what a figure may grow by is not less than its smallest step. */
  static final double TOLERATED_SHARE = 0.1;

  private static final double WARM_UP = 1.0 / 3;

  boolean isFlat() {
    return withinLife <= tolerated && overLives <= tolerated;
  }

  /**
   * @param smallest growth that counts whatever the level
   * @throws IllegalArgumentException if there are no samples
   */
  static Growth of(
      String figure,
      List<SoakSample> samples,
      ToDoubleFunction<SoakSample> value,
      double smallest) {
    Collection<List<SoakSample>> lives = settled(samples).values();
    double level =
        lives.stream()
            .flatMap(List::stream)
            .mapToDouble(value)
            .average()
            .orElseThrow(() -> new IllegalArgumentException("no life was sampled"));
    double seconds = lives.stream().mapToDouble(Growth::seconds).average().orElseThrow();
    return new Growth(
        figure,
        level,
        withinLives(lives, value) * seconds,
        overLives(lives.stream().map(life -> mean(life, value)).toList()),
        Math.max(smallest, TOLERATED_SHARE * level));
  }

  private static Map<Integer, List<SoakSample>> settled(List<SoakSample> samples) {
    double longest = samples.stream().mapToDouble(SoakSample::lifeSeconds).max().orElse(0);
    return samples.stream()
        .filter(sample -> sample.lifeSeconds() >= WARM_UP * longest)
        .collect(Collectors.groupingBy(SoakSample::life, TreeMap::new, Collectors.toList()));
  }

  private static double seconds(List<SoakSample> life) {
    return life.get(life.size() - 1).lifeSeconds() - life.get(0).lifeSeconds();
  }

  private static double mean(List<SoakSample> life, ToDoubleFunction<SoakSample> value) {
    return life.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double withinLives(
      Collection<List<SoakSample>> lives, ToDoubleFunction<SoakSample> value) {
    double products = 0;
    double squares = 0;
    for (List<SoakSample> life : lives) {
      double middle = mean(life, SoakSample::lifeSeconds);
      double level = mean(life, value);
      for (SoakSample sample : life) {
        double distance = sample.lifeSeconds() - middle;
        products += distance * (value.applyAsDouble(sample) - level);
        squares += distance * distance;
      }
    }
    return squares == 0 ? 0 : products / squares;
  }

  private static double overLives(List<Double> means) {
    double middle = (means.size() - 1) / 2.0;
    double products = 0;
    double squares = 0;
    for (int life = 0; life < means.size(); life++) {
      products += (life - middle) * means.get(life);
      squares += (life - middle) * (life - middle);
    }
    return squares == 0 ? 0 : products / squares * (means.size() - 1);
  }
}
