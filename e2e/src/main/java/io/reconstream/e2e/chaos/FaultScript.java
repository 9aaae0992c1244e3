/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Which faults happen when, earliest first. */
record FaultScript(List<Step> steps) {

  /**
   * One fault.
   *
   * @param moment the share of all events that have been sent by then, 0 to 1
   */
  record Step(double moment, Fault fault) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.2f %s", moment, fault);
    }
  }

  FaultScript {
    steps = steps.stream().sorted(Comparator.comparingDouble(Step::moment)).toList();
  }

  /** Each fault once, at random moments; one seed gives one script. */
  static FaultScript random(long seed) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      steps.add(new Step(0.05 + 0.9 * random.nextDouble(), fault));
    }
    return new FaultScript(steps);
  }

  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining(", "));
  }
}
