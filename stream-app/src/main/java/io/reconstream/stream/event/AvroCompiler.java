/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.FeatureSlot.CategorySlot;
import io.reconstream.stream.event.FeatureSlot.NumericSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Compiles a writer schema and the wanted fields into an {@link AvroProgram}.
 *
 * <p>It walks the schema in the order of the bytes. Wanted records are laid out in line; elements
 * of arrays, values of maps and large skipped records (which may contain themselves) become
 * routines.
 */
final class AvroCompiler {
  /** A skipped record of more types than this becomes a routine. */
  private static final int LARGEST_INLINE = 16;

  private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

  private static final int MILLIS_PER_DAY = 86_400_000;

  private final AvroCode code = new AvroCode();
  private final List<Integer> routines = new ArrayList<>();
  private final Deque<Runnable> pending = new ArrayDeque<>();
  private final IdentityHashMap<Schema, Integer> skipRoutines = new IdentityHashMap<>();
  private final IdentityHashMap<Schema, Integer> skipEntryRoutines = new IdentityHashMap<>();
  private final IdentityHashMap<Schema, Long> fixedSizes = new IdentityHashMap<>();
  private final List<Object> constants = new ArrayList<>();
  private final List<Slot> slots;
  private final IdentityHashMap<Slot, Integer> slotIndexes = new IdentityHashMap<>();
  private int names;
  private int longestName;

  private AvroCompiler(PathTree wanted) {
    this.slots = wanted.allSlots().toList();
    for (Slot slot : slots) {
      slotIndexes.put(slot, slotIndexes.size());
    }
  }

  /**
   * Compiles.
   *
   * @param schemaId the writer schema's id, for messages
   * @param writer any schema; one that lacks a wanted field compiles too, and refuses each event
   */
  static AvroProgram compile(int schemaId, Schema writer, PathTree wanted) {
    AvroCompiler compiler = new AvroCompiler(wanted);
    compiler.read(writer, wanted, false);
    compiler.code.add(AvroCode.END);
    while (!compiler.pending.isEmpty()) {
      compiler.pending.remove().run();
      compiler.code.add(AvroCode.END);
    }
    return new AvroProgram(
        schemaId,
        compiler.code.toArray(),
        compiler.routines.stream().mapToInt(Integer::intValue).toArray(),
        compiler.constants,
        compiler.slots,
        compiler.names,
        compiler.longestName);
  }

  /**
   * Reads a wanted value.
   *
   * @param more whether anything after it is wanted, so that the position must be right
   */
  private void read(Schema schema, PathTree wanted, boolean more) {
    switch (schema.getType()) {
      case UNION -> union(schema, branch -> read(branch, wanted, more));
      case NULL -> each(wanted.allSlots(), AvroCode.MISSING);
      case RECORD -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.elements())), "a record");
        record(schema, wanted.fields(), more);
      }
      case MAP -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.elements())), "a map");
        map(schema, wanted.fields());
      }
      case ARRAY -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.fields())), "an array");
        array(schema, wanted.elements(), more);
      }
      default -> {
        refuse(
            Stream.concat(below(wanted.fields()), below(wanted.elements())),
            "a value of type " + schema.getType().getName());
        scalar(schema, wanted.slots());
      }
    }
  }

  private void record(Schema schema, Map<String, PathTree> wanted, boolean more) {
    List<Schema.Field> fields = schema.getFields();
    PathTree[] wantedAt = new PathTree[fields.size()];
    int last = -1;
    for (Map.Entry<String, PathTree> child : wanted.entrySet()) {
      Schema.Field field = field(schema, child.getKey());
      if (field == null) {
        each(child.getValue().allSlots(), AvroCode.ABSENT);
      } else {
        wantedAt[field.pos()] = child.getValue();
        last = Math.max(last, field.pos());
      }
    }
    int end = more ? fields.size() : last + 1;
    for (int i = 0; i < end; i++) {
      Schema type = fields.get(i).schema();
      if (wantedAt[i] == null) {
        skip(type);
      } else {
        read(type, wantedAt[i], more || i < last);
      }
    }
  }

  private static Schema.Field field(Schema record, String name) {
    Schema.Field exact = record.getField(name);
    if (exact != null) {
      return exact;
    }
    return record.getFields().stream()
        .filter(field -> FieldPath.avroName(field.name()).equals(name))
        .findFirst()
        .orElse(null);
  }

  private void array(Schema schema, Map<Integer, PathTree> wanted, boolean more) {
    Schema item = schema.getElementType();
    int skipItem = skipRoutine(item);
    List<Integer> operands = new ArrayList<>();
    operands.add((int) fixedSize(item));
    operands.add(skipItem);
    operands.add(more ? 1 : 0);
    operands.add(wanted.size());
    wanted.forEach(
        (index, child) -> {
          operands.add(index);
          operands.add(routine(() -> read(item, child, true)));
          operands.add(routine(() -> each(child.allSlots(), AvroCode.MISSING)));
        });
    add(AvroCode.ARRAY, operands);
  }

  private void map(Schema schema, Map<String, PathTree> wanted) {
    Utf8Table table = new Utf8Table(List.copyOf(wanted.keySet()));
    List<Integer> operands = new ArrayList<>();
    operands.add(skipRoutine(schema.getValueType()));
    operands.add(constant(table));
    operands.add(names);
    operands.add(wanted.size());
    for (PathTree child : wanted.values()) {
      operands.add(routine(() -> read(schema.getValueType(), child, true)));
      operands.add(routine(() -> each(child.allSlots(), AvroCode.MISSING)));
    }
    add(AvroCode.MAP, operands);
    names += wanted.size();
    longestName = Math.max(longestName, table.longest());
  }

  private void scalar(Schema schema, List<Slot> targets) {
    if (targets.size() == 1) {
      scalar(schema, targets.get(0));
      return;
    }
    code.add(AvroCode.MARK);
    for (int i = 0; i < targets.size(); i++) {
      if (i > 0) {
        code.add(AvroCode.RESET);
      }
      scalar(schema, targets.get(i));
    }
  }

  private void scalar(Schema schema, Slot slot) {
    int index = slotIndexes.get(slot);
    LogicalType logical = schema.getLogicalType();
    switch (schema.getType()) {
      case DOUBLE -> {
        if (slot instanceof NumericSlot) {
          code.readDouble(index);
        } else {
          code.add(AvroCode.DOUBLE, index);
        }
      }
      case FLOAT -> {
        if (slot instanceof NumericSlot) {
          code.readFloat(index);
        } else {
          code.add(AvroCode.FLOAT, index);
        }
      }
      case BOOLEAN -> code.add(AvroCode.BOOLEAN, index);
      case STRING -> code.add(AvroCode.TEXT, index);
      case ENUM -> symbol(schema, slot);
      case INT, LONG -> {
        if (logical instanceof LogicalTypes.Date) {
          code.add(AvroCode.INSTANT, index, MILLIS_PER_DAY, 1);
        } else if (unitsPerMilli(logical) > 0) {
          code.add(AvroCode.INSTANT, index, 1, unitsPerMilli(logical));
        } else {
          code.add(schema.getType() == Schema.Type.INT ? AvroCode.INT : AvroCode.LONG, index);
        }
      }
      case BYTES, FIXED -> {
        if (logical instanceof LogicalTypes.Decimal decimal) {
          int size = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
          int bits = (int) (decimal.getPrecision() * BITS_PER_DIGIT) + 1;
          int largest = bits / Byte.SIZE + 1;
          code.add(AvroCode.DECIMAL, index, size, decimal.getScale(), largest);
        } else {
          refuse(Stream.of(slot), "bytes that are no decimal");
        }
      }
      default -> throw new IllegalStateException("no scalar: " + schema.getType());
    }
  }

  private void symbol(Schema schema, Slot slot) {
    List<String> symbols = schema.getEnumSymbols();
    int index = slotIndexes.get(slot);
    if (slot instanceof CategorySlot category) {
      int[] levels = symbols.stream().mapToInt(category::levelOf).toArray();
      code.add(AvroCode.ENUM_LEVEL, index, constant(levels));
    } else {
      byte[][] texts =
          symbols.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
      code.add(AvroCode.ENUM, index, constant(texts));
    }
  }

  /** For a moment or time of day: how many of its units a millisecond has; 0 for a number. */
  private static int unitsPerMilli(LogicalType logical) {
    if (logical instanceof LogicalTypes.TimestampMillis
        || logical instanceof LogicalTypes.LocalTimestampMillis
        || logical instanceof LogicalTypes.TimeMillis) {
      return 1;
    } else if (logical instanceof LogicalTypes.TimestampMicros
        || logical instanceof LogicalTypes.LocalTimestampMicros
        || logical instanceof LogicalTypes.TimeMicros) {
      return 1_000;
    } else if (logical instanceof LogicalTypes.TimestampNanos
        || logical instanceof LogicalTypes.LocalTimestampNanos) {
      return 1_000_000;
    }
    return 0;
  }

  private void skip(Schema schema) {
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
        code.add(AvroCode.SKIP_ITEMS, (int) fixedSize(item), skipRoutine(item));
      }
      case MAP -> code.add(AvroCode.SKIP_ITEMS, -1, skipEntryRoutine(schema));
      case UNION -> skipUnion(schema);
      case RECORD -> {
        if (inlineBudgetAfter(schema, LARGEST_INLINE) >= 0) {
          schema.getFields().forEach(field -> skip(field.schema()));
        } else {
          code.add(AvroCode.CALL, skipRoutine(schema));
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
        code.repeat(AvroCode.SKIP_OPTIONALS, size, (1 - present) << 1, present << 1);
        return;
      }
    }
    union(schema, this::skip);
  }

  private void union(Schema schema, Consumer<Schema> branch) {
    List<Schema> branches = schema.getTypes();
    code.add(AvroCode.UNION, branches.size());
    int[] addresses = branches.stream().mapToInt(b -> code.reserve()).toArray();
    List<Integer> jumps = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      code.set(addresses[i], code.label());
      branch.accept(branches.get(i));
      if (i < addresses.length - 1) {
        code.add(AvroCode.JUMP);
        jumps.add(code.reserve());
      }
    }
    int join = code.label();
    jumps.forEach(jump -> code.set(jump, join));
  }

  private int skipRoutine(Schema schema) {
    Integer known = skipRoutines.get(schema);
    if (known == null) {
      known = routine(() -> skipBody(schema));
      skipRoutines.put(schema, known);
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

  private int skipEntryRoutine(Schema map) {
    Integer known = skipEntryRoutines.get(map);
    if (known == null) {
      known =
          routine(
              () -> {
                code.repeat(AvroCode.SKIP_STRINGS);
                skip(map.getValueType());
              });
      skipEntryRoutines.put(map, known);
    }
    return known;
  }

  private int routine(Runnable body) {
    int id = routines.size();
    routines.add(-1);
    pending.add(
        () -> {
          routines.set(id, code.label());
          body.run();
        });
    return id;
  }

  /** The bytes of each value of this type; -1 if that varies. */
  private long fixedSize(Schema schema) {
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

  private void refuse(Stream<Slot> refused, String found) {
    refused.forEach(slot -> code.add(AvroCode.WRONG_TYPE, slotIndexes.get(slot), constant(found)));
  }

  private void each(Stream<Slot> targets, int opcode) {
    targets.forEach(slot -> code.add(opcode, slotIndexes.get(slot)));
  }

  private static Stream<Slot> below(Map<?, PathTree> children) {
    return children.values().stream().flatMap(PathTree::allSlots);
  }

  private int constant(Object constant) {
    constants.add(constant);
    return constants.size() - 1;
  }

  private void add(int opcode, List<Integer> operands) {
    code.add(opcode, operands.stream().mapToInt(Integer::intValue).toArray());
  }
}
