/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;

/** Random features whose paths mostly lead somewhere in a schema. */
final class RandomFeatures {
  private static final List<String> LEVELS =
      List.of("A", "B", "true", "0", "-1", "7", "3.5", "a", "", "grün", "1e3");

  private static final List<TimestampFeature.Cycle> CYCLES =
      List.of(TimestampFeature.Cycle.values());

  private final Random random;

  RandomFeatures(Random random) {
    this.random = random;
  }

  FeatureSpec spec(Schema schema) {
    List<Feature> features = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      StringBuilder path = new StringBuilder();
      Schema leaf = walk(schema, path);
      features.add(feature("x" + i, FieldPath.parse(path.toString()), leaf));
    }
    return new FeatureSpec(features);
  }

  /** Descends until a scalar, or stops or strays on the way now and then. */
  private Schema walk(Schema schema, StringBuilder path) {
    boolean first = path.isEmpty();
    if (!first && random.nextInt(40) == 0) {
      return schema;
    }
    return switch (schema.getType()) {
      case RECORD -> {
        List<Schema.Field> fields = schema.getFields();
        if (fields.isEmpty() || random.nextInt(30) == 0) {
          path.append(first ? "" : ".").append("nowhere");
          yield schema;
        }
        Schema.Field field = fields.get(random.nextInt(fields.size()));
        path.append(first ? "" : ".").append(field.name());
        yield walk(field.schema(), path);
      }
      case MAP -> {
        path.append('.')
            .append(
                FieldPath.avroName(RandomAvro.KEYS.get(random.nextInt(RandomAvro.KEYS.size()))));
        yield walk(schema.getValueType(), path);
      }
      case ARRAY -> {
        path.append('[').append(random.nextInt(4)).append(']');
        yield walk(schema.getElementType(), path);
      }
      case UNION -> walk(schema.getTypes().get(random.nextInt(schema.getTypes().size())), path);
      default -> {
        if (random.nextInt(40) == 0) {
          path.append(random.nextBoolean() ? ".deeper" : "[0]");
        }
        yield schema;
      }
    };
  }

  private Feature feature(String name, FieldPath path, Schema leaf) {
    boolean required = random.nextInt(4) == 0;
    int kind = random.nextInt(12) == 0 ? random.nextInt(4) : kindFor(leaf);
    return switch (kind) {
      case 0 -> new NumericFeature(name, path, required);
      case 1 -> new BooleanFeature(name, path, required);
      case 2 -> new CategoryFeature(name, path, required, LEVELS);
      default ->
          new TimestampFeature(name, path, required, CYCLES.get(random.nextInt(CYCLES.size())));
    };
  }

  private int kindFor(Schema leaf) {
    boolean moment =
        leaf.getLogicalType() != null && !leaf.getLogicalType().getName().equals("decimal");
    return switch (leaf.getType()) {
      case BOOLEAN -> random.nextInt(4) == 0 ? 2 : 1;
      case STRING, ENUM -> 2;
      case INT, LONG -> moment ? 3 : random.nextInt(4) == 0 ? 2 : 0;
      default -> 0;
    };
  }
}
