/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

/**
 * Event time as one task knows it: the newest time of its events, and from there on the time that
 * passes while none comes.
 */
final class EventClock {
  private long newest = Long.MIN_VALUE;
  private long since;

  /**
   * @param wall the time on the wall at which the task begins, epoch milliseconds
   */
  EventClock(long wall) {
    since = wall;
  }

  /** An event of this time came. */
  void event(long time, long wall) {
    newest = Math.max(newest, time);
    since = wall;
  }

  /** For how long a key whose newest event has this time has had none, in milliseconds. */
  long silence(long seen, long wall) {
    return Math.max(newest, seen) - seen + Math.max(0, wall - since);
  }
}
