/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import io.reconstream.model.feature.FieldPath;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What values are allowed; each says so in its text, which the reference shows. */
final class Checks {
  private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9+]+://)?\\[?[^,\\s]+]?:\\d{1,5}");

  static final ConfigDef.Validator NOT_EMPTY =
      each("a text that is not empty", text -> !text.isBlank());
  static final ConfigDef.Validator PATH =
      each("the path of a file", text -> !text.isBlank() && isPath(text));
  static final ConfigDef.Validator OPTIONAL_PATH = each("empty or a path", Checks::isPath);
  static final ConfigDef.Validator PATHS =
      eachIfAny("paths of files", text -> !text.isBlank() && isPath(text));
  static final ConfigDef.Validator TOPIC =
      each("a topic name: 1 to 249 of A-Z a-z 0-9 . _ -", Checks::isTopic);
  static final ConfigDef.Validator OPTIONAL_TOPIC =
      each("empty or a topic name", text -> text.isBlank() || isTopic(text));
  static final ConfigDef.Validator TOPICS = each("one or more topic names", Checks::isTopic);
  static final ConfigDef.Validator SERVERS =
      each("one or more host:port", text -> SERVER.matcher(text).matches());
  static final ConfigDef.Validator HTTP_URLS =
      each("one or more URLs, http or https", Checks::areUrls);
  static final ConfigDef.Validator OPTIONAL_FIELD =
      each("empty or a field path such as machine.id", Checks::isOptionalField);
  static final ConfigDef.Validator FIELD =
      each("a field path such as machine.id", text -> !text.isBlank() && isOptionalField(text));
  static final Pattern FEATURE_RULE =
      Pattern.compile(
          "(?<feature>.+?):(?<direction>HIGH|LOW|BOTH)"
              + "(:(?<floor>\\d+(\\.\\d+)?))?(:(?<percent>\\d+(\\.\\d+)?)%)?");
  static final Pattern MUTE = Pattern.compile("(?<from>[^/]+)/(?<to>[^/]+)(/(?<reason>.*))?");

  static final ConfigDef.Validator FEATURE_RULES =
      eachIfAny(
          "FEATURE:HIGH, LOW or BOTH, then optionally :FLOOR and :PERCENT%",
          text -> FEATURE_RULE.matcher(text).matches());
  static final ConfigDef.Validator MUTES =
      eachIfAny(
          "FROM/TO or FROM/TO/REASON, FROM before TO, as 2026-01-31T06:00:00Z", Checks::isMute);
  static final ConfigDef.Validator RATE =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof Double rate && !(rate > 0 && rate < 1)) {
              throw new ConfigException(key, value, "expected above 0 and below 1");
            }
          },
          () -> "above 0 and below 1");

  static final ConfigDef.Validator ABOVE_ZERO =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof Double number && !(number > 0 && number <= Double.MAX_VALUE)) {
              throw new ConfigException(key, value, "expected above 0");
            }
          },
          () -> "above 0");

  static final ConfigDef.Validator THREADS =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof Integer count && !(count >= 0 && count <= 1_024)) {
              throw new ConfigException(key, value, "expected 0 to 1024");
            }
          },
          () -> "0 to 1024");

  private Checks() {}

  private static ConfigDef.Validator each(String allowed, Predicate<String> check) {
    return ConfigDef.LambdaValidator.with(
        (key, value) -> {
          if (value == null) {
            return; // reported as missing
          }
          List<?> texts = value instanceof List<?> list ? list : List.of(value);
          List<?> wrong = texts.stream().filter(text -> !check.test(text.toString())).toList();
          if (texts.isEmpty() || !wrong.isEmpty()) {
            throw new ConfigException(
                key, value instanceof List<?> ? wrong : value, "expected " + allowed);
          }
        },
        () -> allowed);
  }

  private static ConfigDef.Validator eachIfAny(String allowed, Predicate<String> check) {
    ConfigDef.Validator each = each(allowed, check);
    return ConfigDef.LambdaValidator.with(
        (key, value) -> {
          if (value instanceof List<?> list && !list.isEmpty()) {
            each.ensureValid(key, value);
          }
        },
        () -> allowed);
  }

  private static boolean isPath(String text) {
    try {
      return Path.of(text) != null;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isTopic(String text) {
    return TOPIC_NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
  }

  private static boolean isMute(String text) {
    Matcher mute = MUTE.matcher(text);
    try {
      return mute.matches()
          && Instant.parse(mute.group("from")).isBefore(Instant.parse(mute.group("to")));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean areUrls(String text) {
    for (String url : text.split("\\s*,\\s*", -1)) {
      try {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
          return false;
        }
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOptionalField(String text) {
    if (text.isBlank()) {
      return true;
    }
    try {
      FieldPath.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
