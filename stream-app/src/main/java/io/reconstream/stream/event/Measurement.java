/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/**
 * One measurement of a feed that has one an event.
 *
 * @param machine what the sensor is of; null where the record's key says it
 * @param sensor its id
 * @param value NaN where it has none
 * @param time epoch milliseconds; null where the record's timestamp says it
 */
public record Measurement(String machine, String sensor, double value, Long time) {}
