/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import java.util.List;

/**
 * The figures of one plant.
 *
 * @param faults by kind, the last of all that strike a single sensor
 * @param falseIncidents those that opened while no fault lasted
 * @param budget kept on normal days
 */
public record VerdictsResult(List<FaultResult> faults, int falseIncidents, BudgetKept budget) {

  public VerdictsResult {
    faults = List.copyOf(faults);
  }
}
