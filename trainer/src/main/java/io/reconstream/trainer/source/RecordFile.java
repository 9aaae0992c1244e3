/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import java.util.List;

/** One file of one format. */
sealed interface RecordFile permits CsvFile, JsonFile, ParquetFile, AvroFile {

  /** As in {@link Records#fields()}. */
  List<FieldPath> fields();

  /** As in {@link Records#title}. */
  default String title(FieldPath field) {
    return field.toString();
  }

  /** As in {@link Records#has}. */
  boolean has(FieldPath field);

  /** As in {@link Records#open}. */
  FileCursor open(List<FieldPath> fields);

  /** The records of one file. */
  interface FileCursor extends AutoCloseable {
    boolean next();

    Object get(int index);

    boolean untyped();

    String position();

    @Override
    void close();
  }
}
