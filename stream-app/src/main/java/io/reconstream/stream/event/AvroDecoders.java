/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.Optional;
import org.apache.avro.Schema;

/** Events in Avro's binary encoding behind Confluent's header, each with its writer schema's id. */
public final class AvroDecoders extends PathTreeDecoders {
  private final WriterSchemas schemas;
  private final Optional<Schema> reader;

  /** Reads events by their writers' schemas alone: a field that one lacks is missing. */
  public AvroDecoders(WriterSchemas schemas) {
    this(schemas, Optional.empty());
  }

  /**
   * Reads events with the aliases and defaults of a schema of the user's, as Avro resolves them.
   *
   * @param reader a record; its defaults stand for fields that a writer's schema lacks
   */
  public AvroDecoders(WriterSchemas schemas, Optional<Schema> reader) {
    this.schemas = schemas;
    this.reader = reader;
  }

  @Override
  EventDecoder decoder(PathTree wanted) {
    return new AvroDecoder(schemas, reader, wanted);
  }
}
