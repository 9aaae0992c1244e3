/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Which faults happen when, earliest first. */
record FaultScript(List<Step> steps) {

  static final FaultScript NONE = new FaultScript(List.of());

  /**
   * One fault.
   *
   * @param moment the share of all events that have been sent by then, 0 to 1
   */
  record Step(double moment, Fault fault) {}

  FaultScript {
    steps = steps.stream().sorted(Comparator.comparingDouble(Step::moment)).toList();
  }

  /** These faults at random moments; one seed gives one script. */
  static FaultScript random(long seed, Fault... faults) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (Fault fault : faults) {
      steps.add(new Step(0.1 + 0.8 * random.nextDouble(), fault));
    }
    return new FaultScript(steps);
  }
}
