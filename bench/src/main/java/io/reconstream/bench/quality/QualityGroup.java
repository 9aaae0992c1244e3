/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.List;
import java.util.Map;

/**
 * Sets that are measured alike.
 *
 * @param name short, for the command line
 * @param kind which default configuration trains
 * @param unit of its figures, as they were published
 * @param figures what is measured
 * @param sets in the published order
 * @param published the best published means over the sets
 */
public record QualityGroup(
    String name,
    Kind kind,
    Unit unit,
    List<Figure> figures,
    List<QualitySet> sets,
    Map<Figure, Published> published) {

  /** How figures from 0 to 1 are written. */
  enum Unit {
    SHARE(1),
    PERCENT(100);

    private final double scale;

    Unit(double scale) {
      this.scale = scale;
    }

    double of(double share) {
      return scale * share;
    }
  }

  public QualityGroup {
    figures = List.copyOf(figures);
    sets = List.copyOf(sets);
    published = Map.copyOf(published);
  }

  /** The first set alone: a smoke run. */
  QualityGroup first() {
    return new QualityGroup(name, kind, unit, figures, sets.subList(0, 1), Map.of());
  }
}
