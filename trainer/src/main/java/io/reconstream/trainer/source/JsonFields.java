/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import io.reconstream.model.feature.FieldPath.Step;
import io.reconstream.trainer.config.InvalidInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of JSON objects, by their paths. */
final class JsonFields {
  static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final Map<String, String> names = new HashMap<>();

  /** Adds the paths of all values in an object. */
  static void collect(JsonNode object, Collection<FieldPath> leaves) {
    collect(List.of(), object, leaves);
  }

  private static void collect(List<Step> steps, JsonNode node, Collection<FieldPath> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      extended(steps, new Field(FieldPath.avroName(entry.getKey()))),
                      entry.getValue(),
                      leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(extended(steps, new Index(i)), node.get(i), leaves);
      }
    } else {
      leaves.add(new FieldPath(steps));
    }
  }

  private static List<Step> extended(List<Step> steps, Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }

  /** Those that are no array elements. */
  static List<FieldPath> plain(Collection<FieldPath> leaves) {
    return leaves.stream()
        .filter(leaf -> leaf.steps().stream().allMatch(Field.class::isInstance))
        .toList();
  }

  /**
   * As {@link Records.Cursor#get}; null where the object lacks the field.
   *
   * @throws InvalidInputException if there is an object or an array
   */
  Object value(JsonNode object, FieldPath field) {
    JsonNode node = object;
    for (Step step : field.steps()) {
      node =
          step instanceof Field name
              ? child(node, name.name())
              : node.get(((Index) step).position());
      if (node == null) {
        return null;
      }
    }
    return switch (node.getNodeType()) {
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.textValue();
      case NULL, MISSING -> null;
      default ->
          throw new InvalidInputException("'%s' is %s, expected one value".formatted(field, node));
    };
  }

  private JsonNode child(JsonNode node, String name) {
    JsonNode child = node.get(name);
    if (child == null && node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (names.computeIfAbsent(entry.getKey(), FieldPath::avroName).equals(name)) {
          return entry.getValue();
        }
      }
    }
    return child;
  }
}
