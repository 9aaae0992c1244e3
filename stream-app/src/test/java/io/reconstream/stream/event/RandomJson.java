/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random JSON objects, and features whose paths mostly lead somewhere in them. */
final class RandomJson {
  /** Several are no Avro names; no two have the same. */
  private static final List<String> KEYS =
      List.of("a", "b", "grün", "a-b", "7up", "x [l/min]", "😀", "c", "long_name");

  private static final List<String> TEXTS =
      List.of("A", "1.5", "", "2026-01-02T03:04:05Z", "\"quoted\"\n", "grün", "NaN");
  private static final List<Double> REALS =
      List.of(0.1, -0.0, 1e-310, 1e300, 3.4028236e38, Double.NaN, Double.POSITIVE_INFINITY, 1.5);

  private final Random random;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  RandomJson(Random random) {
    this.random = random;
  }

  ObjectNode object(int depth) {
    ObjectNode object = nodes.objectNode();
    for (int left = random.nextInt(8); left > 0; left--) {
      object.set(KEYS.get(random.nextInt(KEYS.size())), value(depth));
    }
    return object;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 11 : 9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt(20) - 10);
      case 3 -> nodes.numberNode(random.nextLong());
      case 4, 5 -> nodes.numberNode(random.nextGaussian() * 1e3);
      case 6 -> nodes.numberNode(REALS.get(random.nextInt(REALS.size())));
      case 7 -> nodes.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
      case 8 -> nodes.numberNode(new BigInteger(1 + random.nextInt(140), random));
      case 9 -> object(depth - 1);
      default -> {
        ArrayNode array = nodes.arrayNode();
        for (int left = random.nextInt(4); left > 0; left--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
    };
  }

  FeatureSpec spec(ObjectNode example) {
    List<Feature> features = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      StringBuilder path = new StringBuilder();
      JsonNode leaf = walk(example, path);
      features.add(feature("x" + i, FieldPath.parse(path.toString()), leaf));
    }
    return new FeatureSpec(features);
  }

  private JsonNode walk(JsonNode node, StringBuilder path) {
    boolean first = path.isEmpty();
    if (!first && random.nextInt(25) == 0) {
      path.append(random.nextBoolean() ? ".a" : "[1]");
      return node;
    } else if (node.isObject()) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      if (!node.isEmpty() && random.nextInt(8) > 0) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        key = keys.get(random.nextInt(keys.size()));
      }
      path.append(first ? "" : ".").append(FieldPath.avroName(key));
      return node.has(key) ? walk(node.get(key), path) : nodes.nullNode();
    } else if (node.isArray()) {
      int index = random.nextInt(4);
      path.append('[').append(index).append(']');
      return node.has(index) ? walk(node.get(index), path) : nodes.nullNode();
    }
    return node;
  }

  private Feature feature(String name, FieldPath path, JsonNode leaf) {
    boolean required = random.nextInt(4) == 0;
    int kind = random.nextInt(6) == 0 ? random.nextInt(4) : -1;
    if (kind == 0 || (kind < 0 && leaf.isTextual())) {
      return new CategoryFeature(name, path, required, List.of("A", "1.5", "-3", "true", "grün"));
    } else if (kind == 1 || (kind < 0 && leaf.isBoolean())) {
      return new BooleanFeature(name, path, required);
    } else if (kind == 2) {
      return new TimestampFeature(name, path, required, TimestampFeature.Cycle.HOUR_OF_DAY);
    }
    return new NumericFeature(name, path, required);
  }
}
