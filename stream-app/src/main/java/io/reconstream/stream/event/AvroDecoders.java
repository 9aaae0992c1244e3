/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

/** Events in Avro's binary encoding behind Confluent's header, each with its writer schema's id. */
public final class AvroDecoders extends PathTreeDecoders {
  private final WriterSchemas schemas;

  public AvroDecoders(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  EventDecoder decoder(PathTree wanted) {
    return new AvroDecoder(schemas, wanted);
  }
}
