/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Writes the instructions that skip values, as few as will do. */
final class AvroSkips {
  /** A record of more types than this becomes a routine. */
  private static final int LARGEST_INLINE = 16;

  private final AvroCode code;
  private final IdentityHashMap<Schema, Integer> routines = new IdentityHashMap<>();
  private final IdentityHashMap<Schema, Integer> entryRoutines = new IdentityHashMap<>();
  private final IdentityHashMap<Schema, Long> fixedSizes = new IdentityHashMap<>();

  AvroSkips(AvroCode code) {
    this.code = code;
  }

  /** Writes what skips a value. */
  void skip(Schema schema) {
    long fixed = fixedSize(schema);
    if (fixed >= 0) {
      code.skip(fixed);
      return;
    }
    switch (schema.getType()) {
      case INT, LONG, ENUM -> code.repeat(AvroCode.SKIP_VARINTS);
      case STRING, BYTES -> code.repeat(AvroCode.SKIP_STRINGS);
      case ARRAY -> {
        Schema item = schema.getElementType();
        code.add(AvroCode.SKIP_ITEMS, (int) fixedSize(item), routine(item));
      }
      case MAP -> code.add(AvroCode.SKIP_ITEMS, -1, entryRoutine(schema));
      case UNION -> skipUnion(schema);
      case RECORD -> {
        if (inlineBudgetAfter(schema, LARGEST_INLINE) >= 0) {
          schema.getFields().forEach(field -> skip(field.schema()));
        } else {
          code.add(AvroCode.CALL, routine(schema));
        }
      }
      default -> throw new IllegalStateException("of fixed size: " + schema.getType());
    }
  }

  private void skipUnion(Schema schema) {
    List<Schema> branches = schema.getTypes();
    if (branches.size() == 2 && schema.isNullable()) {
      int present = branches.get(0).getType() == Schema.Type.NULL ? 1 : 0;
      Schema value = branches.get(present);
      boolean simple =
          switch (value.getType()) {
            case INT, LONG, ENUM, STRING, BYTES -> true;
            default -> fixedSize(value) >= 0;
          };
      if (simple) {
        int size =
            switch (value.getType()) {
              case INT, LONG, ENUM -> AvroCode.VARINT;
              case STRING, BYTES -> AvroCode.STRING;
              default -> (int) fixedSize(value);
            };
        code.repeat(
            AvroCode.SKIP_OPTIONALS,
            size,
            AvroCode.branchByte(1 - present),
            AvroCode.branchByte(present));
        return;
      }
    }
    code.union(schema.getTypes(), this::skip);
  }

  /** A routine that skips a value. */
  int routine(Schema schema) {
    Integer known = routines.get(schema);
    if (known == null) {
      known = code.routine(() -> skipBody(schema));
      routines.put(schema, known);
    }
    return known;
  }

  /** The body of a routine: a record is laid out here, or it would call itself for ever. */
  private void skipBody(Schema schema) {
    if (schema.getType() == Schema.Type.RECORD && fixedSize(schema) < 0) {
      schema.getFields().forEach(field -> skip(field.schema()));
    } else {
      skip(schema);
    }
  }

  private int entryRoutine(Schema map) {
    Integer known = entryRoutines.get(map);
    if (known == null) {
      known =
          code.routine(
              () -> {
                code.repeat(AvroCode.SKIP_STRINGS);
                skip(map.getValueType());
              });
      entryRoutines.put(map, known);
    }
    return known;
  }

  /** The bytes of each value of this type; -1 if that varies. */
  long fixedSize(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case BOOLEAN -> 1;
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case FIXED -> schema.getFixedSize();
      case RECORD -> {
        Long known = fixedSizes.putIfAbsent(schema, -1L); // for a record that contains itself
        if (known == null) {
          long sum = 0;
          for (Schema.Field field : schema.getFields()) {
            long size = fixedSize(field.schema());
            sum = size < 0 || sum < 0 ? -1 : Math.min(Integer.MAX_VALUE, sum + size);
          }
          fixedSizes.put(schema, sum);
          known = sum;
        }
        yield known;
      }
      default -> -1;
    };
  }

  /** What a record leaves of a number of types; negative if it has more. */
  private static int inlineBudgetAfter(Schema schema, int budget) {
    int left = budget - 1;
    Stream<Schema> parts =
        switch (schema.getType()) {
          case RECORD -> schema.getFields().stream().map(Schema.Field::schema);
          case UNION -> schema.getTypes().stream();
          default -> Stream.of();
        };
    for (Schema part : (Iterable<Schema>) parts::iterator) {
      if (left < 0) {
        return left;
      }
      left = inlineBudgetAfter(part, left);
    }
    return left;
  }
}
