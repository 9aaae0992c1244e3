/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/** Why an anomalous event raised no alert. */
public enum Withheld {
  /** Fewer than k of the last n events were anomalous. */
  TOO_FEW,
  /** An open incident covers it. */
  IN_INCIDENT,
  /** The key's last alert is too recent. */
  COOL_DOWN,
  /** Every cause is on a side that does not count. */
  DIRECTION,
  /** Every cause is too close to its expected value. */
  BELOW_FLOOR,
  /** Planned work. */
  MUTED
}
