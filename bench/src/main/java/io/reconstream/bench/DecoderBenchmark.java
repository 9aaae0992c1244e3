/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.event.AvroDecoders;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One Avro event to one row: the compiled program beside Avro's {@link GenericDatumReader}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecoderBenchmark {
  private static final int SCHEMA_ID = 1;
  private static final int HEADER = 5;

  /** Different events in turn, or branch prediction learns the one. */
  private static final int EVENTS = 64;

  /** The event's fields: their kind, how many there are, how many are features. */
  public enum Events {
    /** Every field a float and a feature. */
    FLOATS_30_OF_30(30, 30, "float"),
    /** Doubles, every tenth a feature. */
    DOUBLES_30_OF_300(300, 30, "double"),
    /** Doubles that may be null, as most feeds declare them. */
    OPTIONALS_30_OF_300(300, 30, "optional"),
    /** Doubles, whole numbers, texts, flags, optional numbers and texts in turn. */
    MIXED_30_OF_300(300, 30, "double", "long", "string", "boolean", "optional", "int", "label");

    private final int fields;
    private final int features;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> kinds;

    Events(int fields, int features, String... kinds) {
      this.fields = fields;
      this.features = features;
      this.kinds = List.of(kinds);
    }

    private boolean isFeature(int field) {
      return field % (fields / features) == 0;
    }

    private String kind(int field) {
      return isFeature(field) && kinds.size() > 1 ? "double" : kinds.get(field % kinds.size());
    }

    private Schema schema() {
      SchemaBuilder.FieldAssembler<Schema> fieldsOf = SchemaBuilder.record("Event").fields();
      for (int i = 0; i < fields; i++) {
        fieldsOf = fieldsOf.name("f" + i).type(type(kind(i))).noDefault();
      }
      return fieldsOf.endRecord();
    }

    private static Schema type(String kind) {
      SchemaBuilder.BaseTypeBuilder<Schema> one = SchemaBuilder.builder();
      return switch (kind) {
        case "float" -> one.floatType();
        case "double" -> one.doubleType();
        case "int" -> one.intType();
        case "long" -> one.longType();
        case "boolean" -> one.booleanType();
        case "string" -> one.stringType();
        case "optional" -> SchemaBuilder.unionOf().nullType().and().doubleType().endUnion();
        case "label" -> SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
        default -> throw new IllegalArgumentException(kind);
      };
    }

    private GenericRecord event(Schema schema, Random random) {
      GenericRecord event = new GenericData.Record(schema);
      for (int i = 0; i < fields; i++) {
        event.put(i, value(kind(i), random));
      }
      return event;
    }

    private static Object value(String kind, Random random) {
      return switch (kind) {
        case "float" -> (float) random.nextGaussian();
        case "double" -> random.nextGaussian();
        case "int" -> random.nextInt(1_000);
        case "long" -> 1_700_000_000_000L + random.nextInt();
        case "boolean" -> random.nextBoolean();
        case "string" -> "machine-" + random.nextInt(100);
        case "optional" -> random.nextInt(10) == 0 ? null : random.nextGaussian();
        case "label" -> random.nextInt(10) == 0 ? null : "label-" + random.nextInt(100);
        default -> throw new IllegalArgumentException(kind);
      };
    }

    private FeatureSpec spec() {
      return new FeatureSpec(
          IntStream.range(0, fields).filter(this::isFeature).mapToObj(Events::feature).toList());
    }

    private static Feature feature(int field) {
      return new NumericFeature("f" + field, FieldPath.parse("f" + field), false);
    }
  }

  @Param Events events;

  private final List<byte[]> values = new ArrayList<>();
  private int[] featurePositions;
  private EventDecoder decoder;
  private GenericDatumReader<GenericRecord> reader;
  private BinaryDecoder binary;
  private GenericRecord reused;
  private FloatBuffer row;
  private int next;

  @Setup
  public void prepare() throws IOException {
    Schema schema = events.schema();
    FeatureSpec spec = events.spec();
    Random random = new Random(7);
    for (int i = 0; i < EVENTS; i++) {
      values.add(framed(events.event(schema, random)));
    }
    featurePositions =
        spec.features().stream().mapToInt(f -> schema.getField(f.name()).pos()).toArray();
    decoder = new AvroDecoders(id -> schema).decoder(spec);
    reader = new GenericDatumReader<>(schema);
    row =
        ByteBuffer.allocateDirect(spec.width() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  private static byte[] framed(GenericRecord event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(HEADER).putInt(1, SCHEMA_ID).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private byte[] nextValue() {
    next = (next + 1) % EVENTS;
    return values.get(next);
  }

  /** Ours. */
  @Benchmark
  public FloatBuffer program() throws UndecodableException {
    decoder.decode(nextValue(), row, 0);
    return row;
  }

  /** Avro's reader at its best: decoder and record reused, then the features copied. */
  @Benchmark
  public FloatBuffer genericRecordReused() throws IOException {
    byte[] value = nextValue();
    binary = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, binary);
    reused = reader.read(reused, binary);
    return copy(reused);
  }

  /** Avro's reader as deserializers for Kafka use it: a new record per event. */
  @Benchmark
  public FloatBuffer genericRecordPerEvent() throws IOException {
    byte[] value = nextValue();
    return copy(
        reader.read(
            null, DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null)));
  }

  private FloatBuffer copy(GenericRecord event) {
    for (int i = 0; i < featurePositions.length; i++) {
      Object field = event.get(featurePositions[i]);
      row.put(i, field == null ? Float.NaN : ((Number) field).floatValue());
    }
    return row;
  }
}
