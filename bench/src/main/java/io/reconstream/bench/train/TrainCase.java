/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that is measured.
 *
 * @param variant who trains
 * @param task what is trained
 */
record TrainCase(TrainVariant variant, TrainTask task) {

  static List<TrainCase> all(boolean quick) {
    return TrainTask.all(quick).stream()
        .flatMap(
            task ->
                Arrays.stream(TrainVariant.values()).map(variant -> new TrainCase(variant, task)))
        .toList();
  }

  /** The same training by another. */
  TrainCase by(TrainVariant other) {
    return new TrainCase(other, task);
  }

  /** The same training by those that ratios are taken to. */
  List<TrainCase> comparedWith() {
    return List.of(by(TrainVariant.LIBTORCH), by(TrainVariant.RECONSTREAM));
  }

  @Override
  public String toString() {
    return "%s %s".formatted(variant.label(), task.shape().label());
  }
}
