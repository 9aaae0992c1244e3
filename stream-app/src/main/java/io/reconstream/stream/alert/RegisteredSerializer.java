/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records in Confluent's wire format: byte 0, the schema's id in 4 bytes, Avro binary. */
public final class RegisteredSerializer<T extends IndexedRecord> implements Serializer<T> {
  private final int schemaId;

  /**
   * @param schemaId what the registry knows the record's schema by
   */
  public RegisteredSerializer(int schemaId) {
    this.schemaId = schemaId;
  }

  @Override
  public byte[] serialize(String topic, T record) {
    if (record == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      writer(record).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new SerializationException(
          "a record for topic '%s' cannot be written".formatted(topic), e);
    }
    return bytes.toByteArray();
  }

  /** Of the record's own model: Avro looks up no class by name, which it would not trust. */
  private DatumWriter<T> writer(T record) {
    return record instanceof SpecificRecordBase specific
        ? new SpecificDatumWriter<>(record.getSchema(), specific.getSpecificData())
        : new GenericDatumWriter<>(record.getSchema());
  }
}
