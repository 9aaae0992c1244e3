/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One mapping of a configuration, read key by key. Each read declares a key with its default and
 * what is allowed; a bad value is noted and the default stands in, so that one run finds all
 * problems. Keys that were never declared are refused at the end.
 */
final class Section {
  private final YamlTree tree;
  private final ObjectNode node;
  private final String path;
  private final List<String> problems;
  private final Set<String> declared = new LinkedHashSet<>();

  Section(YamlTree tree, ObjectNode node, String path, List<String> problems) {
    this.tree = tree;
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  String text(String key, String defaultValue) {
    return read(key, defaultValue, "a text", value -> value.isBlank() ? null : value);
  }

  String required(String key, String example) {
    String value = text(key, null);
    if (!has(key)) {
      problems.add(
          "%s is missing, expected a text such as '%s' (%s)"
              .formatted(path(key), example, tree.place(node)));
    }
    return value;
  }

  int integer(String key, int defaultValue, int min, int max) {
    return read(
        key,
        defaultValue,
        "an integer from %d to %d".formatted(min, max),
        value -> {
          int number = Integer.parseInt(value);
          return number >= min && number <= max ? number : null;
        });
  }

  long integer(String key, long defaultValue) {
    return read(key, defaultValue, "an integer", Long::parseLong);
  }

  /** Any finite number. */
  double number(String key, double defaultValue) {
    return read(
        key,
        defaultValue,
        "a number",
        value -> {
          double number = Double.parseDouble(value);
          return Double.isFinite(number) ? number : null;
        });
  }

  /** A number above 0 and not above {@code max}. */
  double positive(String key, double defaultValue, double max) {
    String allowed =
        max == Double.MAX_VALUE
            ? "a number above 0"
            : "a number above 0 and at most %s".formatted(max);
    return read(
        key,
        defaultValue,
        allowed,
        value -> {
          double number = Double.parseDouble(value);
          return number > 0 && number <= max ? number : null;
        });
  }

  /** A number of at least 0. */
  double weight(String key, double defaultValue) {
    return read(
        key,
        defaultValue,
        "a number of at least 0",
        value -> {
          double number = Double.parseDouble(value);
          return number >= 0 && number <= Double.MAX_VALUE ? number : null;
        });
  }

  /** A number of at least 0 and below 1. */
  double share(String key, double defaultValue) {
    return read(
        key,
        defaultValue,
        "a number of at least 0 and below 1",
        value -> {
          double number = Double.parseDouble(value);
          return number >= 0 && number < 1 ? number : null;
        });
  }

  boolean flag(String key, boolean defaultValue) {
    return read(
        key,
        defaultValue,
        "true or false",
        value -> value.equals("true") ? Boolean.TRUE : value.equals("false") ? false : null);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue) {
    return read(
        key,
        defaultValue,
        "one of " + Choices.list(type),
        value -> Choices.find(type, value).orElse(null));
  }

  /** A list of texts; a single text is a list of one. */
  List<String> texts(String key, List<String> defaultValue) {
    return list(key, defaultValue, "a text", value -> value);
  }

  List<Integer> integers(String key, List<Integer> defaultValue, int min, int max) {
    return list(
        key,
        defaultValue,
        "an integer from %d to %d".formatted(min, max),
        value -> {
          int number = Integer.parseInt(value);
          return number >= min && number <= max ? number : null;
        });
  }

  Map<String, String> map(String key) {
    declared.add(key);
    Map<String, String> values = new LinkedHashMap<>();
    JsonNode value = node.get(key);
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              entry -> {
                String name = key + "." + entry.getKey();
                String text = parse(name, entry.getValue(), "a text", Function.identity());
                if (text != null) {
                  values.put(entry.getKey(), text);
                }
              });
    } else if (has(key)) {
      refuse(key, value, "keys with values");
    }
    return values;
  }

  /** Names, each with one of an enum's constants. */
  <E extends Enum<E>> Map<String, E> choices(String key, Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    map(key)
        .forEach(
            (name, value) ->
                Choices.find(type, value)
                    .ifPresentOrElse(
                        choice -> choices.put(name, choice),
                        () ->
                            refuse(
                                key + "." + name,
                                node.get(key).get(name),
                                "one of " + Choices.list(type))));
    return choices;
  }

  /** The mapping under a key; an absent one is empty. */
  Section section(String key) {
    declared.add(key);
    JsonNode value = node.get(key);
    if (value instanceof ObjectNode object) {
      return new Section(tree, object, path(key), problems);
    }
    if (has(key)) {
      refuse(key, value, "keys with values");
    }
    return new Section(tree, node.objectNode(), path(key), problems);
  }

  /** The nodes of a list, absent or empty as none. */
  List<JsonNode> nodes(String key) {
    declared.add(key);
    List<JsonNode> nodes = new ArrayList<>();
    if (has(key) && node.get(key).isArray()) {
      node.get(key).forEach(nodes::add);
    } else if (has(key)) {
      refuse(key, node.get(key), "a list");
    }
    return nodes;
  }

  /** A mapping that is an element of a list of this section. */
  Section element(String key, int index, ObjectNode element) {
    return new Section(tree, element, "%s[%d]".formatted(path(key), index), problems);
  }

  /** Notes that a value is not allowed. */
  void refuse(String key, JsonNode value, String allowed) {
    problems.add(
        "%s is '%s', expected %s (%s)"
            .formatted(path(key), shown(value), allowed, tree.place(value)));
  }

  void refuse(String key, Object value, String allowed) {
    problems.add(
        "%s is '%s', expected %s (%s)"
            .formatted(path(key), value, allowed, tree.place(has(key) ? node.get(key) : node)));
  }

  /** Refuses every key that was not declared by a read. */
  void end() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!declared.contains(key)) {
                problems.add(
                    "%s is not a known key%s, expected one of %s (%s)"
                        .formatted(
                            path(key),
                            Nearest.hint(key, declared),
                            String.join(", ", declared),
                            tree.place(node.get(key))));
              }
            });
  }

  private <T> List<T> list(
      String key, List<T> defaultValue, String allowed, Function<String, T> parser) {
    declared.add(key);
    if (!has(key)) {
      return defaultValue;
    }
    JsonNode value = node.get(key);
    List<T> list = new ArrayList<>();
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        T element = parse("%s[%d]".formatted(key, i), value.get(i), allowed, parser);
        if (element != null) {
          list.add(element);
        }
      }
      return list.size() == value.size() ? list : defaultValue;
    } else {
      T element = parse(key, value, allowed, parser);
      if (element != null) {
        list.add(element);
      }
    }
    return list;
  }

  private <T> T read(String key, T defaultValue, String allowed, Function<String, T> parser) {
    declared.add(key);
    if (!has(key)) {
      return defaultValue;
    }
    T value = parse(key, node.get(key), allowed, parser);
    return value == null ? defaultValue : value;
  }

  private <T> T parse(String key, JsonNode value, String allowed, Function<String, T> parser) {
    T parsed = null;
    if (value.isTextual()) {
      try {
        parsed = parser.apply(value.textValue().strip());
      } catch (NumberFormatException e) {
        parsed = null;
      }
    }
    if (parsed == null) {
      refuse(key, value, allowed);
    }
    return parsed;
  }

  private static String shown(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
