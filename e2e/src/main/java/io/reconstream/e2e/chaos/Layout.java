/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

/** What a bundle reads of each event. */
enum Layout {
  /** The event alone. */
  ROWS,
  /** The last rows of its key, with scores smoothed per key. */
  WINDOWS
}
