/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

/**
 * A record that has no row: the message says which feature, what was found, what is allowed. Has no
 * stack trace, since a topic may be full of such records.
 */
public final class FeatureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a value was refused; the stable code in dead letters and metrics. */
  public enum Reason {
    MISSING_REQUIRED,
    WRONG_TYPE,
    NOT_FINITE
  }

  private static final int LONGEST_QUOTE = 100;

  private final Reason reason;

  private FeatureException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public static FeatureException missing(Feature feature) {
    return new FeatureException(
        Reason.MISSING_REQUIRED,
        "feature '%s' has no value in field '%s', but is required"
            .formatted(feature.name(), feature.field()));
  }

  public static FeatureException wrongType(Feature feature, Object value, String allowed) {
    return new FeatureException(
        Reason.WRONG_TYPE,
        "feature '%s' found %s '%s' in field '%s', expected %s"
            .formatted(
                feature.name(),
                value.getClass().getSimpleName(),
                shortened(value),
                feature.field(),
                allowed));
  }

  public static FeatureException notFinite(Feature feature, double value) {
    return new FeatureException(
        Reason.NOT_FINITE,
        "feature '%s' found %s in field '%s', expected a finite number within the float range"
            .formatted(feature.name(), value, feature.field()));
  }

  private static String shortened(Object value) {
    String text = value.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
