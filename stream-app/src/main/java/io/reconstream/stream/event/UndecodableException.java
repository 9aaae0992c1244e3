/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureException;

/**
 * An event that has no row and goes to the dead-letter topic: the message says what, the actual
 * value, what is allowed, and where. Has no stack trace, since a topic may be full of such events.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why; the stable code in dead letters and metrics. */
  public enum Reason {
    NO_VALUE("the record has no value (a tombstone)"),
    TOO_LARGE("the value is larger than `event.max.bytes`, or the key than 16 KiB"),
    NULL_KEY("the record has no key, and the model scores windows per key"),
    BAD_FRAMING("the value does not begin with Confluent's header: byte 0 and a 4-byte schema id"),
    UNKNOWN_SCHEMA("the registry has no schema of this id, or it is not an Avro record"),
    MALFORMED("the bytes do not follow the schema, or are not JSON"),
    MISSING_FIELD("the writer schema has no field that a required feature reads"),
    MISSING_VALUE("a required feature's field is null, absent or NaN, or every feature's is"),
    WRONG_TYPE("a field holds a value that its feature cannot read"),
    NOT_FINITE("a number is infinite or beyond the float range"),
    UNKNOWN_SENSOR("a measurement is of a sensor that is no feature of the model");

    private final String meaning;

    Reason(String meaning) {
      this.meaning = meaning;
    }

    /** One line for the documentation. */
    public String meaning() {
      return meaning;
    }

    private static Reason of(FeatureException.Reason reason) {
      return switch (reason) {
        case MISSING_REQUIRED -> MISSING_VALUE;
        case WRONG_TYPE -> WRONG_TYPE;
        case NOT_FINITE -> NOT_FINITE;
      };
    }
  }

  private final Reason reason;

  public UndecodableException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public UndecodableException(FeatureException cause) {
    this(Reason.of(cause.reason()), cause.getMessage());
  }

  public Reason reason() {
    return reason;
  }
}
