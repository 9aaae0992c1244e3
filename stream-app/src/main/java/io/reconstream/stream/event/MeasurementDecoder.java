/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/** Reads one measurement from an event's bytes. Used by one thread at a time. */
public interface MeasurementDecoder {

  /**
   * @param value the record's value as it came from the topic; null for a tombstone
   * @throws UndecodableException if the event is no measurement
   * @throws RegistryUnavailableException if the writer schema could not be fetched: the event may
   *     be good
   */
  Measurement decode(byte[] value) throws UndecodableException;
}
