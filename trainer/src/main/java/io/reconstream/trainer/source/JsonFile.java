/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import io.reconstream.model.feature.FieldPath.Step;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file with one JSON object a line; a key that a line lacks has no value there. */
final class JsonFile implements RecordFile {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

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
        collect(List.of(), line, leaves);
      }
    }
    if (leaves.isEmpty()) {
      throw new InvalidInputException(
          "'%s' is empty, expected one JSON object a line".formatted(path));
    }
    return new JsonFile(path, leaves);
  }

  private static void collect(List<Step> steps, JsonNode node, Set<FieldPath> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      extended(steps, new Field(FieldPath.avroName(entry.getKey()))),
                      entry.getValue(),
                      leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(extended(steps, new Index(i)), node.get(i), leaves);
      }
    } else {
      leaves.add(new FieldPath(steps));
    }
  }

  private static List<Step> extended(List<Step> steps, Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }

  @Override
  public List<FieldPath> fields() {
    return leaves.stream()
        .filter(leaf -> leaf.steps().stream().allMatch(Field.class::isInstance))
        .toList();
  }

  @Override
  public boolean has(FieldPath field) {
    return leaves.contains(field);
  }

  @Override
  public FileCursor open(List<FieldPath> fields) {
    Lines lines = new Lines(path);
    return new FileCursor() {
      private final Map<String, String> names = new HashMap<>();
      private JsonNode line;

      @Override
      public boolean next() {
        line = lines.next();
        return line != null;
      }

      @Override
      public Object get(int index) {
        JsonNode node = line;
        for (Step step : fields.get(index).steps()) {
          node =
              step instanceof Field field
                  ? child(node, field.name())
                  : node.get(((Index) step).position());
          if (node == null) {
            return null;
          }
        }
        return switch (node.getNodeType()) {
          case NUMBER -> node.numberValue();
          case BOOLEAN -> node.booleanValue();
          case STRING -> node.textValue();
          case NULL, MISSING -> null;
          default ->
              throw new InvalidInputException(
                  "%s: '%s' is %s, expected one value"
                      .formatted(position(), fields.get(index), node));
        };
      }

      private JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        if (child == null && node.isObject()) {
          for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (names.computeIfAbsent(entry.getKey(), FieldPath::avroName).equals(name)) {
              return entry.getValue();
            }
          }
        }
        return child;
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
        JsonNode node = READER.readValue(text);
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
