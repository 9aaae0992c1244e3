/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/** Random schemas, random data that follows them, and their bytes. */
final class RandomAvro {
  /** Of maps; several are no Avro names. */
  static final List<String> KEYS =
      List.of("a", "b", "grün", "a-b", "7up", "x y", "😀", "long_name");

  private static final List<String> TEXTS =
      List.of(
          "A", "B", "", "true", "7", "grün", "2026-01-02T03:04:05Z", "2026-01-02 03:04", "no date");

  private static final List<LogicalType> OF_INT =
      List.of(LogicalTypes.date(), LogicalTypes.timeMillis());
  private static final List<LogicalType> OF_LONG =
      List.of(
          LogicalTypes.timeMicros(),
          LogicalTypes.timestampMillis(),
          LogicalTypes.timestampMicros(),
          LogicalTypes.timestampNanos(),
          LogicalTypes.localTimestampMillis(),
          LogicalTypes.localTimestampMicros(),
          LogicalTypes.localTimestampNanos());

  private final Random random;
  private final List<Schema> named = new ArrayList<>();
  private int names;

  RandomAvro(Random random) {
    this.random = random;
  }

  Schema record() {
    return record(4);
  }

  private Schema record(int depth) {
    Schema record = Schema.createRecord("R" + names++, null, "test", false);
    if (random.nextInt(4) == 0) {
      named.add(record); // from here on it may contain itself, below an array, map or union
    }
    List<Schema.Field> fields = new ArrayList<>();
    int count = random.nextInt(7) + (depth == 4 ? 2 : 0);
    for (int i = 0; i < count; i++) {
      fields.add(new Schema.Field("f" + i, type(depth - 1), null));
    }
    record.setFields(fields);
    return record;
  }

  private Schema type(int depth) {
    int kind = random.nextInt(depth > 0 ? 18 : 13);
    return switch (kind) {
      case 0 -> Schema.create(Schema.Type.NULL);
      case 1 -> Schema.create(Schema.Type.BOOLEAN);
      case 2 -> Schema.create(Schema.Type.INT);
      case 3 -> Schema.create(Schema.Type.LONG);
      case 4 -> Schema.create(Schema.Type.FLOAT);
      case 5, 6 -> Schema.create(Schema.Type.DOUBLE);
      case 7 -> Schema.create(Schema.Type.STRING);
      case 8 -> Schema.createEnum("E" + names++, null, "test", List.of("A", "B", "C", "a"));
      case 9 -> random.nextBoolean() ? Schema.create(Schema.Type.BYTES) : fixed(3);
      case 10 -> one(OF_INT).addToSchema(Schema.create(Schema.Type.INT));
      case 11 -> one(OF_LONG).addToSchema(Schema.create(Schema.Type.LONG));
      case 12 -> decimal();
      case 13 -> record(depth - 1);
      case 14 -> Schema.createArray(inner(depth));
      case 15 -> Schema.createMap(inner(depth));
      case 16 -> Schema.createUnion(Schema.create(Schema.Type.NULL), scalar());
      default -> union(depth);
    };
  }

  /** Inside an array, map or union, where a record may also meet itself again. */
  private Schema inner(int depth) {
    return !named.isEmpty() && random.nextInt(5) == 0 ? one(named) : type(depth - 1);
  }

  private Schema scalar() {
    return random.nextInt(3) == 0
        ? Schema.create(Schema.Type.STRING)
        : Schema.create(Schema.Type.DOUBLE);
  }

  private Schema fixed(int size) {
    return Schema.createFixed("F" + names++, null, "test", size);
  }

  private Schema decimal() {
    int precision = 1 + random.nextInt(30);
    int bytes = BigInteger.TEN.pow(precision).bitLength() / 8 + 1 + random.nextInt(2);
    return LogicalTypes.decimal(precision, random.nextInt(precision + 1))
        .addToSchema(random.nextBoolean() ? Schema.create(Schema.Type.BYTES) : fixed(bytes));
  }

  private Schema union(int depth) {
    List<Schema> branches = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (random.nextBoolean()) {
      branches.add(Schema.create(Schema.Type.NULL));
      seen.add("null");
    }
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Schema branch = seen.contains("null") ? inner(depth) : type(depth - 1);
      if (branch.getType() != Schema.Type.UNION && seen.add(branch.getFullName())) {
        branches.add(branch);
      }
    }
    return branches.isEmpty() ? Schema.create(Schema.Type.DOUBLE) : Schema.createUnion(branches);
  }

  /** A datum as Avro's writer takes it, without conversions. */
  Object datum(Schema schema) {
    return datum(schema, 0);
  }

  private Object datum(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> ofInt(schema.getLogicalType());
      case LONG -> ofLong(schema.getLogicalType());
      case FLOAT -> random.nextInt(20) == 0 ? one(ODD_FLOATS) : (float) random.nextGaussian() * 100;
      case DOUBLE -> random.nextInt(20) == 0 ? one(ODD_DOUBLES) : random.nextGaussian() * 1e3;
      case STRING -> new Utf8(one(TEXTS));
      case ENUM -> new GenericData.EnumSymbol(schema, one(schema.getEnumSymbols()));
      case BYTES -> ByteBuffer.wrap(bytes(schema, -1));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema, schema.getFixedSize()));
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        schema.getFields().forEach(f -> record.put(f.pos(), datum(f.schema(), depth + 1)));
        yield record;
      }
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (int left = size(depth); left > 0; left--) {
          items.add(datum(schema.getElementType(), depth + 1));
        }
        yield items;
      }
      case MAP -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int left = size(depth); left > 0; left--) {
          entries.put(one(KEYS), datum(schema.getValueType(), depth + 1));
        }
        yield entries;
      }
      case UNION -> {
        boolean stop = depth > 12 && schema.isNullable();
        yield stop ? null : datum(one(schema.getTypes()), depth + 1);
      }
    };
  }

  private static final List<Float> ODD_FLOATS =
      List.of(Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE);
  private static final List<Double> ODD_DOUBLES =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e300, -0d, Double.MIN_VALUE, 1e-40, 16777217d);

  private int size(int depth) {
    return depth > 8 ? 0 : random.nextInt(5);
  }

  private int ofInt(LogicalType logical) {
    if (logical instanceof LogicalTypes.TimeMillis) {
      return random.nextInt(86_400_000);
    }
    return random.nextInt() >> random.nextInt(32);
  }

  private long ofLong(LogicalType logical) {
    if (logical instanceof LogicalTypes.TimeMicros) {
      return (long) (random.nextDouble() * 86_400_000_000L);
    }
    boolean millis =
        logical instanceof LogicalTypes.TimestampMillis
            || logical instanceof LogicalTypes.LocalTimestampMillis;
    return random.nextLong() >> (millis ? 12 + random.nextInt(52) : random.nextInt(64));
  }

  private byte[] bytes(Schema schema, int size) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(decimal.getPrecision()));
      BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
      byte[] value = (random.nextBoolean() ? unscaled : unscaled.negate()).toByteArray();
      byte[] padded = new byte[size < 0 ? value.length : size];
      Arrays.fill(padded, (byte) (value[0] >> 7));
      System.arraycopy(value, 0, padded, padded.length - value.length, value.length);
      return padded;
    }
    byte[] any = new byte[size < 0 ? random.nextInt(12) : size];
    random.nextBytes(any);
    return any;
  }

  /** Behind Confluent's header; arrays and maps in blocks with and without their size in bytes. */
  byte[] framed(int schemaId, Schema schema, Object datum) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).putInt(1, schemaId).array());
    EncoderFactory encoders = new EncoderFactory().configureBlockSize(64);
    Encoder encoder =
        random.nextBoolean()
            ? encoders.binaryEncoder(out, null)
            : encoders.blockingBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
