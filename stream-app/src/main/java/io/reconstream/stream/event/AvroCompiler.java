/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.FeatureSlot.CategorySlot;
import io.reconstream.stream.event.FeatureSlot.NumericSlot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Compiles a writer schema and the wanted fields into an {@link AvroProgram}.
 *
 * <p>It walks the schema in the order of the bytes. Wanted records are laid out in line; elements
 * of arrays, values of maps and large skipped records (which may contain themselves) become
 * routines.
 */
final class AvroCompiler {
  private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

  private static final int MILLIS_PER_DAY = 86_400_000;

  private final AvroCode code = new AvroCode(this::columnOf);
  private final AvroSkips skips = new AvroSkips(code);
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

  private int columnOf(int slot) {
    return slots.get(slot) instanceof NumericSlot number ? number.column : -1;
  }

  /**
   * Compiles.
   *
   * @param schemaId the writer schema's id, for messages
   * @param writer any schema; one that lacks a wanted field compiles too, and refuses each event
   * @param reader gives aliases and defaults, if there is one
   */
  static AvroProgram compile(
      int schemaId, Schema writer, Optional<Schema> reader, PathTree wanted) {
    AvroCompiler compiler = new AvroCompiler(wanted);
    compiler.read(writer, new ReaderType(reader), wanted, false);
    compiler.code.finish();
    return new AvroProgram(
        schemaId, compiler.code, compiler.slots, compiler.names, compiler.longestName);
  }

  /**
   * Reads a wanted value.
   *
   * @param more whether anything after it is wanted, so that the position must be right
   */
  private void read(Schema schema, ReaderType anyReader, PathTree wanted, boolean more) {
    ReaderType reader = anyReader.matching(schema);
    switch (schema.getType()) {
      case UNION -> {
        if (isOptionalNumber(schema) && isNumeric(wanted)) {
          optionalNumber(schema, wanted.slots().get(0));
        } else {
          code.union(schema.getTypes(), branch -> read(branch, anyReader, wanted, more));
        }
      }
      case NULL -> each(wanted.allSlots(), AvroCode.MISSING);
      case RECORD -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.elements())), "a record");
        record(schema, reader, wanted.fields(), more);
      }
      case MAP -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.elements())), "a map");
        map(schema, reader.value(), wanted.fields());
      }
      case ARRAY -> {
        refuse(Stream.concat(wanted.slots().stream(), below(wanted.fields())), "an array");
        array(schema, reader.element(), wanted.elements(), more);
      }
      default -> {
        refuse(
            Stream.concat(below(wanted.fields()), below(wanted.elements())),
            "a value of type " + schema.getType().getName());
        scalar(schema, wanted.slots());
      }
    }
  }

  private void record(
      Schema schema, ReaderType reader, Map<String, PathTree> wanted, boolean more) {
    List<Schema.Field> fields = schema.getFields();
    PathTree[] wantedAt = new PathTree[fields.size()];
    ReaderType[] readerAt = new ReaderType[fields.size()];
    int last = -1;
    for (Map.Entry<String, PathTree> child : wanted.entrySet()) {
      Optional<Schema.Field> readerField = reader.field(child.getKey());
      Optional<Schema.Field> field = writerField(schema, child.getKey(), readerField);
      if (field.isPresent()) {
        int position = field.get().pos();
        wantedAt[position] = child.getValue();
        readerAt[position] = reader.below(readerField);
        last = Math.max(last, position);
      } else if (readerField.isPresent() && readerField.get().hasDefaultValue()) {
        readDefault(readerField.get(), child.getValue());
      } else {
        each(child.getValue().allSlots(), AvroCode.ABSENT);
      }
    }
    int end = more ? fields.size() : last + 1;
    for (int i = 0; i < end; i++) {
      Schema type = fields.get(i).schema();
      if (wantedAt[i] == null) {
        skips.skip(type);
      } else {
        read(type, readerAt[i], wantedAt[i], more || i < last);
      }
    }
  }

  private static Optional<Schema.Field> writerField(
      Schema record, String name, Optional<Schema.Field> readerField) {
    Stream<String> names =
        Stream.concat(
            Stream.of(name), readerField.stream().flatMap(field -> field.aliases().stream()));
    return names
        .map(record::getField)
        .filter(Objects::nonNull)
        .findFirst()
        .or(
            () ->
                record.getFields().stream()
                    .filter(field -> FieldPath.avroName(field.name()).equals(name))
                    .findFirst());
  }

  /** Reads a default as if it were at this place: from its own bytes. */
  private void readDefault(Schema.Field field, PathTree wanted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    ReaderType reader = new ReaderType(Optional.of(field.schema()));
    code.add(
        AvroCode.DEFAULT,
        code.constant(bytes.toByteArray()),
        code.routine(() -> read(field.schema(), reader, wanted, false)));
  }

  private void array(
      Schema schema, ReaderType reader, Map<Integer, PathTree> wanted, boolean more) {
    Schema item = schema.getElementType();
    int skipItem = skips.routine(item);
    List<Integer> operands = new ArrayList<>();
    operands.add((int) skips.fixedSize(item));
    operands.add(skipItem);
    operands.add(more ? 1 : 0);
    operands.add(wanted.size());
    wanted.forEach(
        (index, child) -> {
          operands.add(index);
          operands.add(code.routine(() -> read(item, reader, child, true)));
          operands.add(code.routine(() -> each(child.allSlots(), AvroCode.MISSING)));
        });
    add(AvroCode.ARRAY, operands);
  }

  private void map(Schema schema, ReaderType reader, Map<String, PathTree> wanted) {
    Utf8Table table = new Utf8Table(List.copyOf(wanted.keySet()));
    List<Integer> operands = new ArrayList<>();
    operands.add(skips.routine(schema.getValueType()));
    operands.add(code.constant(table));
    operands.add(names);
    operands.add(wanted.size());
    for (PathTree child : wanted.values()) {
      operands.add(code.routine(() -> read(schema.getValueType(), reader, child, true)));
      operands.add(code.routine(() -> each(child.allSlots(), AvroCode.MISSING)));
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

  private static boolean isNumeric(PathTree wanted) {
    return wanted.fields().isEmpty()
        && wanted.elements().isEmpty()
        && wanted.slots().size() == 1
        && wanted.slots().get(0) instanceof NumericSlot;
  }

  private static boolean isOptionalNumber(Schema union) {
    return union.getTypes().size() == 2
        && union.isNullable()
        && union.getTypes().stream()
            .anyMatch(
                type ->
                    type.getType() == Schema.Type.DOUBLE || type.getType() == Schema.Type.FLOAT);
  }

  /** A double or float that may be null, the most frequent of all unions, is one instruction. */
  private void optionalNumber(Schema union, Slot slot) {
    int present = union.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0;
    int bytes = (int) skips.fixedSize(union.getTypes().get(present));
    code.add(
        AvroCode.OPTIONAL_NUMBER,
        slotIndexes.get(slot),
        bytes,
        AvroCode.branchByte(1 - present),
        AvroCode.branchByte(present));
  }

  private void symbol(Schema schema, Slot slot) {
    List<String> symbols = schema.getEnumSymbols();
    int index = slotIndexes.get(slot);
    if (slot instanceof CategorySlot category) {
      int[] levels = symbols.stream().mapToInt(category::levelOf).toArray();
      code.add(AvroCode.ENUM_LEVEL, index, code.constant(levels));
    } else {
      byte[][] texts =
          symbols.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
      code.add(AvroCode.ENUM, index, code.constant(texts));
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

  private void refuse(Stream<Slot> refused, String found) {
    refused.forEach(
        slot -> code.add(AvroCode.WRONG_TYPE, slotIndexes.get(slot), code.constant(found)));
  }

  private void each(Stream<Slot> targets, int opcode) {
    targets.forEach(slot -> code.add(opcode, slotIndexes.get(slot)));
  }

  private static Stream<Slot> below(Map<?, PathTree> children) {
    return children.values().stream().flatMap(PathTree::allSlots);
  }

  private void add(int opcode, List<Integer> operands) {
    code.add(opcode, operands.stream().mapToInt(Integer::intValue).toArray());
  }
}
