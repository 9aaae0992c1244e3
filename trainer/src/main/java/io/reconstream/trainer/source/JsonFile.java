/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A file with one JSON object a line; a key that a line lacks has no value there. */
final class JsonFile implements RecordFile {
  private final Path path;
  private final Set<FieldPath> leaves;

  private JsonFile(Path path, Set<FieldPath> leaves) {
    this.path = path;
    this.leaves = leaves;
  }

  /** Reads the file once: the keys of all of its lines are its fields. */
  static JsonFile open(Path path) {
    Set<FieldPath> leaves = new LinkedHashSet<>();
    try (Lines lines = new Lines(path)) {
      for (JsonNode line = lines.next(); line != null; line = lines.next()) {
        JsonFields.collect(line, leaves);
      }
    }
    if (leaves.isEmpty()) {
      throw new InvalidInputException(
          "'%s' is empty, expected one JSON object a line".formatted(path));
    }
    return new JsonFile(path, leaves);
  }

  @Override
  public List<FieldPath> fields() {
    return JsonFields.plain(leaves);
  }

  @Override
  public boolean has(FieldPath field) {
    return leaves.contains(field);
  }

  @Override
  public FileCursor open(List<FieldPath> fields) {
    Lines lines = new Lines(path);
    return new FileCursor() {
      private final JsonFields values = new JsonFields();
      private JsonNode line;

      @Override
      public boolean next() {
        line = lines.next();
        return line != null;
      }

      @Override
      public Object get(int index) {
        try {
          return values.value(line, fields.get(index));
        } catch (InvalidInputException e) {
          throw new InvalidInputException("%s: %s".formatted(position(), e.getMessage()), e);
        }
      }

      @Override
      public boolean untyped() {
        return false;
      }

      @Override
      public String position() {
        return lines.position();
      }

      @Override
      public void close() {
        lines.close();
      }
    };
  }

  /** The file's lines as trees. */
  private static final class Lines implements AutoCloseable {
    private final Path path;
    private final BufferedReader reader;
    private long line;

    Lines(Path path) {
      this.path = path;
      this.reader = TextInput.open(path);
    }

    /** The next object, or null after the last. */
    JsonNode next() {
      try {
        String text;
        do {
          text = reader.readLine();
          line++;
        } while (text != null && text.isBlank());
        if (text == null) {
          return null;
        }
        JsonNode node = JsonFields.READER.readValue(text);
        if (!node.isObject()) {
          throw new InvalidInputException(
              "%s is '%s', expected one JSON object a line".formatted(position(), shortened(text)));
        }
        return node;
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(
            "%s is no JSON object: %s".formatted(position(), e.getOriginalMessage()), e);
      } catch (IOException e) {
        throw TextInput.failure(path, line, e);
      }
    }

    private static String shortened(String text) {
      return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    String position() {
      return "%s, line %d".formatted(path, line);
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw TextInput.failure(path, line, e);
      }
    }
  }
}
