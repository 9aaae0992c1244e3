/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import io.reconstream.local.simulate.Episode;
import java.time.Duration;
import java.time.Instant;

/** A fault with its time. */
record ActiveFault(Fault fault, Episode episode) {

  /** From 0 at its start to 1 at its end. */
  double progress(Instant time) {
    double elapsed = Duration.between(episode.start(), time).toMillis();
    return elapsed / Duration.between(episode.start(), episode.end()).toMillis();
  }

  /** How far a leak is open at this time; 0 if the fault is none. */
  double leak(Instant time) {
    return fault instanceof Leak leak ? leak.opening(progress(time)) : 0;
  }
}
