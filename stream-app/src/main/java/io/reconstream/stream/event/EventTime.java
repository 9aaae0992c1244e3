/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/** Reads when an event happened from one of its fields. */
public interface EventTime {

  /**
   * The event's time in milliseconds since the epoch.
   *
   * @param value the record's value as it came from the topic
   * @throws UndecodableException if the event has no time there
   */
  long epochMillis(byte[] value) throws UndecodableException;
}
