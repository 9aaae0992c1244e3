/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.scaling;

import io.reconstream.bench.variant.VariantSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * One point on one axis; everything else is at its base.
 *
 * @param axis what grows
 * @param value of what grows
 */
record ScalingCase(
    Axis axis, int value, int features, int fields, int partitions, int threads, int batchRows) {

  /** What grows. */
  enum Axis {
    FEATURES("features", 10, 30, 100, 300, 1_000),
    PARTITIONS("partitions", 1, 4, 16, 64),
    THREADS("threads", 1, 2),
    BATCH("batch", 1, 4, 16, 64, 256, 1_024, 4_096),
    SCHEMA_WIDTH("schema width", 30, 100, 300);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> values;

    Axis(String label, Integer... values) {
      this.label = label;
      this.values = List.of(values);
    }

    String label() {
      return label;
    }
  }

  /**
   * Every point of each axis.
   *
   * @param quick its highest alone
   */
  static List<ScalingCase> all(boolean quick) {
    List<ScalingCase> cases = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      int last = axis.values.size() - 1;
      for (int value : axis.values.subList(quick ? last : 0, last + 1)) {
        cases.add(of(axis, value));
      }
    }
    return cases;
  }

  private static ScalingCase of(Axis axis, int value) {
    return switch (axis) {
      case FEATURES -> new ScalingCase(axis, value, value, value, 1, 1, VariantSettings.BATCH_ROWS);
      case PARTITIONS -> new ScalingCase(axis, value, 30, 30, value, 1, 1_024);
      case THREADS -> new ScalingCase(axis, value, 30, 30, 4, value, VariantSettings.BATCH_ROWS);
      case BATCH -> new ScalingCase(axis, value, 30, 30, 1, 1, value);
      case SCHEMA_WIDTH ->
          new ScalingCase(axis, value, 30, value, 1, 1, VariantSettings.BATCH_ROWS);
    };
  }

  /** The topic of this case: cases of equal events and partitions share one. */
  String topic() {
    return "scaling-%d-%d-%d".formatted(features, fields, partitions);
  }
}
