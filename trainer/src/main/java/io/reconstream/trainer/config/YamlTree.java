/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.stream.Collectors;

/**
 * A YAML document in which every node knows where it was written. Scalars stay text, as written:
 * what they are is for the key's declaration to say.
 */
final class YamlTree {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final IdentityHashMap<JsonNode, String> places = new IdentityHashMap<>();
  private final String origin;

  private YamlTree(String origin) {
    this.origin = origin;
  }

  /**
   * Parses a document.
   *
   * @param origin what to call it in messages
   * @throws InvalidInputException if it is no YAML mapping
   */
  static YamlTree parse(String yaml, String origin) {
    YamlTree tree = new YamlTree(origin);
    try (JsonParser parser =
        YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .createParser(yaml)) {
      if (parser.nextToken() == null) {
        return tree;
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new InvalidInputException(
            "%s is '%s', expected keys such as 'data:'".formatted(origin, parser.getText()));
      }
      tree.root.setAll((ObjectNode) tree.read(parser));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s, line %d is no YAML: %s".formatted(origin, e.getLocation().getLineNr(), cause(e)), e);
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be read: %s".formatted(origin, e.getMessage()), e);
    }
    return tree;
  }

  ObjectNode root() {
    return root;
  }

  /** Where a node was written, such as {@code pump.yaml, line 7}. */
  String place(JsonNode node) {
    return places.getOrDefault(node, origin);
  }

  /** Sets the value at a dotted path, as if it had been written there. */
  void set(String path, String yaml, String place) {
    JsonNode value = parse("value: " + yaml, place).root.get("value");
    mark(value, place);
    ObjectNode parent = root;
    String[] keys = path.split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      if (!(parent.get(keys[i]) instanceof ObjectNode)) {
        places.put(parent.putObject(keys[i]), place);
      }
      parent = (ObjectNode) parent.get(keys[i]);
    }
    parent.set(keys[keys.length - 1], value);
  }

  private void mark(JsonNode node, String place) {
    places.put(node, place);
    node.forEach(child -> mark(child, place));
  }

  private JsonNode read(JsonParser parser) throws IOException {
    String place = "%s, line %d".formatted(origin, parser.currentTokenLocation().getLineNr());
    JsonNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
              String key = parser.currentName();
              parser.nextToken();
              object.set(key, read(parser));
            }
            yield object;
          }
          case START_ARRAY -> {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
              array.add(read(parser));
            }
            yield array;
          }
          case VALUE_NULL -> NullNode.getInstance();
          // a new object each, so that equal texts keep different places
          default -> new TextNode(parser.getText());
        };
    if (!node.isNull()) {
      places.put(node, place);
    }
    return node;
  }

  /** The sentences of a parser's message, without the excerpts of the text that it draws. */
  private static String cause(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }
}
