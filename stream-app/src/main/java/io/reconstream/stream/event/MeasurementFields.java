/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;

/**
 * Where the parts of a {@link Measurement} are in an event.
 *
 * @param machine null: the record's key
 * @param time null: the record's timestamp
 */
public record MeasurementFields(
    FieldPath machine, FieldPath sensor, FieldPath value, FieldPath time) {}
