/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldValues;

/** The values of a JSON tree: what the streaming decoder must agree with. */
record JsonTreeValues(JsonNode root) implements FieldValues {

  @Override
  public Object get(FieldPath path) {
    JsonNode node = root;
    for (FieldPath.Step step : path.steps()) {
      if (node.isNull()) {
        return null;
      } else if (step instanceof FieldPath.Field field && node.isObject()) {
        node =
            node.properties().stream()
                .filter(entry -> FieldPath.avroName(entry.getKey()).equals(field.name()))
                .findFirst()
                .map(entry -> entry.getValue())
                .orElse(null);
      } else if (step instanceof FieldPath.Index index && node.isArray()) {
        node = node.get(index.position());
      } else {
        return new Unreadable();
      }
      if (node == null) {
        return null;
      }
    }
    return leaf(node);
  }

  private static Object leaf(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> null;
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.textValue();
      default -> new Unreadable();
    };
  }

  /** What no feature takes: an object, an array, or a step into something else. */
  private record Unreadable() {}
}
