/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

/** What became of one record of the input topic. */
public enum Outcome {
  NORMAL,
  ANOMALOUS,
  NOT_READY,
  DEAD_LETTERED
}
