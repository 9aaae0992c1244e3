/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/** Reads an event's key (a machine, a customer) from one of its fields. */
public interface EventKey {

  /**
   * The key as text: a text or an enum as it is, a whole number in decimal digits.
   *
   * @param value the record's value as it came from the topic
   * @throws UndecodableException if the event has no key there
   */
  String key(byte[] value) throws UndecodableException;
}
