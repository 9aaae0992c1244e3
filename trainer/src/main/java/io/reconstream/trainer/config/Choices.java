/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How an enum's constants are written in a configuration: {@code LEAKY_RELU} as leaky_relu. */
final class Choices {

  private Choices() {}

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant that a text names, whatever its case, with - or _ between words. */
  static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
    String name = text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst();
  }

  static String list(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Choices::text)
        .collect(Collectors.joining(", "));
  }
}
