/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

/** An endless source of events in the order of their times. Not thread-safe. */
public interface Simulation {

  /** The next event. */
  Event next();
}
