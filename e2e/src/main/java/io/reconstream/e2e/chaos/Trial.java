/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is put to the test: a bundle under a guarantee. */
record Trial(Layout layout, Guarantee guarantee) {

  /** Every layout under every guarantee. */
  static List<Trial> of(List<Layout> layouts, List<Guarantee> guarantees) {
    return layouts.stream()
        .flatMap(layout -> guarantees.stream().map(guarantee -> new Trial(layout, guarantee)))
        .toList();
  }

  String label() {
    return (layout + "-" + guarantee).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Under at-least-once an event may count twice in a policy's memory, so that its incidents are
   * other ones: there each anomalous event is an alert.
   */
  boolean hasPolicy() {
    return layout == Layout.WINDOWS && guarantee == Guarantee.EXACTLY_ONCE;
  }

  /** All that decides what an undisturbed application writes, without model and topics. */
  Map<String, String> settings() {
    if (layout == Layout.ROWS) {
      return Map.of();
    }
    return hasPolicy()
        ? Map.of(
            "policy.anomalous", "2",
            "policy.of", "3",
            "policy.clear.after", "3",
            "policy.update.every.ms", "300")
        // more than a key has from one commit to the next, also when there is much to catch up with
        : Map.of("window.replay.rows", "2048");
  }

  /** What the output of a disturbed application is worth beside that of an undisturbed one. */
  Comparison compare(Output expected, Output actual) {
    return Comparison.exact(
        expected, guarantee == Guarantee.EXACTLY_ONCE ? actual : actual.deduplicated());
  }
}
