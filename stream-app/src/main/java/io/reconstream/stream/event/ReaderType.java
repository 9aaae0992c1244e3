/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What a reader's schema says of a place in the event: other names of a field (aliases), and what a
 * field is where the writer has none (its default). Values are read by the writer's types.
 *
 * @param schema empty where there is no reader's schema, or it does not have the place
 */
record ReaderType(Optional<Schema> schema) {

  /** The field of this name, if this is a record that has it. */
  Optional<Schema.Field> field(String name) {
    return of(Schema.Type.RECORD).map(record -> record.getField(name));
  }

  /** Where a field of the writer's is found again. */
  ReaderType below(Optional<Schema.Field> field) {
    return new ReaderType(field.map(Schema.Field::schema));
  }

  ReaderType element() {
    return new ReaderType(of(Schema.Type.ARRAY).map(Schema::getElementType));
  }

  ReaderType value() {
    return new ReaderType(of(Schema.Type.MAP).map(Schema::getValueType));
  }

  /** The part of this type that reads a writer's type: a union's branch, or all of it. */
  ReaderType matching(Schema writer) {
    List<Schema> candidates =
        schema.stream()
            .flatMap(type -> type.isUnion() ? type.getTypes().stream() : schema.stream())
            .filter(type -> type.getType() == writer.getType())
            .toList();
    Optional<Schema> sameName =
        candidates.stream()
            .filter(type -> type.getFullName().equals(writer.getFullName()))
            .findFirst();
    return new ReaderType(sameName.or(() -> candidates.stream().findFirst()));
  }

  private Optional<Schema> of(Schema.Type type) {
    return schema.filter(is -> is.getType() == type);
  }
}
