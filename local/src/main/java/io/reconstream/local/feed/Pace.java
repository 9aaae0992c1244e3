/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a rate: event {@code i} is due {@code i / rate} seconds after the first. An event that is
 * late is not waited for, so that the mean rate holds however coarsely the thread sleeps.
 */
public final class Pace {
  private static final long SHORTEST_PAUSE_NANOS = 500_000;

  private final double nanosPerEvent;
  private final Clock clock;
  private long first;
  private long count;

  /** Time and how to let it pass. */
  interface Clock {
    long nanoTime();

    void pause(long nanos);
  }

  private static final Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  /**
   * @param eventsPerSecond 0 for as fast as possible
   */
  public Pace(double eventsPerSecond) {
    this(eventsPerSecond, SYSTEM);
  }

  Pace(double eventsPerSecond, Clock clock) {
    this.nanosPerEvent = eventsPerSecond > 0 ? 1e9 / eventsPerSecond : 0;
    this.clock = clock;
  }

  /** Returns when the next event is due, or the thread is interrupted. */
  public void await() {
    long now = clock.nanoTime();
    if (count == 0) {
      first = now;
    }
    long due = first + (long) (count * nanosPerEvent);
    count++;
    while (due - now > SHORTEST_PAUSE_NANOS && !Thread.currentThread().isInterrupted()) {
      clock.pause(due - now);
      now = clock.nanoTime();
    }
  }
}
