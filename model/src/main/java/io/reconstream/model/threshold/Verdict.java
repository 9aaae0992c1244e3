/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

/** What a score means. */
public enum Verdict {
  NORMAL,
  ANOMALOUS,
  /** The key's window is not full yet: no score. */
  NOT_READY
}
