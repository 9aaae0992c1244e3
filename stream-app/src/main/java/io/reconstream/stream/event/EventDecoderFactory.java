/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;

/** Makes readers for one format of events. Thread-safe; what it makes is for one thread each. */
public interface EventDecoderFactory {

  /** A decoder to the rows of this spec. */
  EventDecoder decoder(FeatureSpec spec);

  /** A reader of the event's time from a field. */
  EventTime eventTime(FieldPath field);

  /** A reader of the event's key from a field. */
  EventKey eventKey(FieldPath field);

  /** A reader of events that hold one measurement each. */
  MeasurementDecoder measurements(MeasurementFields fields);
}
