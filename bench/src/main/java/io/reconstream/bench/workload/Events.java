/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * Events in Confluent's wire format: records of float fields, of which some are features.
 *
 * <p>Avro's binary form of a float is its four bytes, little-endian, so that events are written
 * here without a writer library in the way.
 */
public final class Events {
  private final Schema schema;
  private final int fields;

  /**
   * @param fields how many float fields a record has: {@code f0}, {@code f1} and so on
   */
  public Events(int fields) {
    this.fields = fields;
    SchemaBuilder.FieldAssembler<Schema> assembler =
        SchemaBuilder.record("Event").namespace("io.reconstream.bench").fields();
    for (int f = 0; f < fields; f++) {
      assembler.requiredFloat("f" + f);
    }
    this.schema = assembler.endRecord();
  }

  public Schema schema() {
    return schema;
  }

  /** One event; fields beyond the row are filled with its values again. */
  public byte[] encode(int schemaId, float[] row) {
    ByteBuffer bytes = ByteBuffer.allocate(5 + 4 * fields);
    bytes.put((byte) 0).putInt(schemaId).order(ByteOrder.LITTLE_ENDIAN);
    for (int f = 0; f < fields; f++) {
      bytes.putFloat(row[f % row.length]);
    }
    return bytes.array();
  }
}
