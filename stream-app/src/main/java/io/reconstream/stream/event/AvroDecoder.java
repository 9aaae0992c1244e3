/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.stream.event.UndecodableException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;

/** Reads Confluent's header and runs the program of the schema that it names. */
final class AvroDecoder implements EventDecoder {
  private static final int HEADER = 5;
  private static final VarHandle ID =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final WriterSchemas schemas;
  private final Optional<Schema> reader;
  private final PathTree wanted;
  private int[] ids = new int[0];
  private AvroProgram[] programs = new AvroProgram[0];

  AvroDecoder(WriterSchemas schemas, Optional<Schema> reader, PathTree wanted) {
    this.schemas = schemas;
    this.reader = reader;
    this.wanted = wanted;
  }

  @Override
  public void decode(byte[] value, FloatBuffer row, int offset) throws UndecodableException {
    program(schemaId(value)).run(value, HEADER, row, offset);
  }

  private static int schemaId(byte[] value) throws UndecodableException {
    if (value == null) {
      throw new UndecodableException(Reason.NO_VALUE, "the record has no value");
    }
    if (value.length < HEADER) {
      throw new UndecodableException(
          Reason.BAD_FRAMING,
          "the value has %d bytes, expected byte 0 and a 4-byte schema id".formatted(value.length));
    }
    if (value[0] != 0) {
      throw new UndecodableException(
          Reason.BAD_FRAMING,
          "the value begins with byte %d, expected 0 and a 4-byte schema id".formatted(value[0]));
    }
    return (int) ID.get(value, 1);
  }

  private AvroProgram program(int id) throws UndecodableException {
    for (int i = 0; i < ids.length; i++) { // a topic has few schemas at a time
      if (ids[i] == id) {
        return programs[i];
      }
    }
    AvroProgram program = AvroCompiler.compile(id, schemas.byId(id), reader, wanted);
    int last = ids.length;
    ids = Arrays.copyOf(ids, last + 1);
    programs = Arrays.copyOf(programs, last + 1);
    ids[last] = id;
    programs[last] = program;
    return program;
  }
}
