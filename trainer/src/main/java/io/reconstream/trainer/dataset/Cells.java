/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import com.fasterxml.jackson.core.io.NumberInput;
import io.reconstream.model.feature.FeatureEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** What a text in an untyped source stands for; each answer is null where it stands for nothing. */
final class Cells {

  private Cells() {}

  static Double number(String text) {
    String digits = text.strip();
    try {
      return NumberInput.parseDouble(digits, true);
    } catch (NumberFormatException e) {
      return infinity(digits);
    }
  }

  /** Infinity in the spellings of common programs, so that it is refused as such. */
  private static Double infinity(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  static Boolean truth(String text) {
    String word = text.strip();
    return word.equalsIgnoreCase("true")
        ? Boolean.TRUE
        : word.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  static Instant moment(String text) {
    try {
      return FeatureEncoder.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
