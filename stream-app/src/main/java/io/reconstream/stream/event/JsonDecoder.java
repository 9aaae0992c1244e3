/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Reads one JSON object token by token, without building a tree of it. All of it is read, so that
 * an event that is cut off, or has text after its end, is refused. So is one that has a wanted key
 * twice: readers disagree about which of them counts.
 */
final class JsonDecoder implements EventDecoder {
  private final JsonFactory json;
  private final WantedField wanted;
  private long event;

  JsonDecoder(JsonFactory json, PathTree wanted) {
    this.json = json;
    this.wanted = new WantedField("", wanted);
  }

  @Override
  public void decode(byte[] value, FloatBuffer row, int offset) throws UndecodableException {
    if (value == null) {
      throw new UndecodableException(Reason.NO_VALUE, "the record has no value");
    }
    event++;
    try (JsonParser parser = json.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("it is no JSON object", parser.currentTokenLocation().getByteOffset());
      }
      object(parser, wanted, row, offset);
      if (parser.nextToken() != null) {
        throw malformed("it goes on after its end", parser.currentTokenLocation().getByteOffset());
      }
    } catch (FeatureException e) {
      throw new UndecodableException(e);
    } catch (JsonProcessingException e) {
      throw malformed(
          e.getOriginalMessage(), e.getLocation() == null ? -1 : e.getLocation().getByteOffset());
    } catch (IOException e) { // of the bytes' encoding: nothing else is read
      throw malformed(e.getMessage(), -1);
    }
  }

  private void object(JsonParser parser, WantedField node, FloatBuffer row, int offset)
      throws IOException, FeatureException, UndecodableException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      WantedField field = node.field(key);
      parser.nextToken();
      if (field == null) {
        parser.skipChildren();
        continue;
      }
      if (!field.see(event)) {
        throw malformed(
            "the field '%s' occurs twice".formatted(field.name()),
            parser.currentTokenLocation().getByteOffset());
      }
      value(parser, field, row, offset);
    }
    for (WantedField field : node.fields()) {
      if (!field.isSeen(event)) {
        missing(field, row, offset);
      }
    }
  }

  private void array(JsonParser parser, WantedField node, FloatBuffer row, int offset)
      throws IOException, FeatureException, UndecodableException {
    List<WantedField> elements = node.elements();
    int next = 0;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (next < elements.size() && node.position(next) == i) {
        value(parser, elements.get(next++), row, offset);
      } else {
        parser.skipChildren();
      }
    }
    for (; next < elements.size(); next++) {
      missing(elements.get(next), row, offset);
    }
  }

  private void value(JsonParser parser, WantedField node, FloatBuffer row, int offset)
      throws IOException, FeatureException, UndecodableException {
    switch (parser.currentToken()) {
      case VALUE_NULL -> missing(node, row, offset);
      case START_OBJECT -> {
        refuse(node.slots(), "an object");
        refuseAll(node.elements(), "an object");
        object(parser, node, row, offset);
      }
      case START_ARRAY -> {
        refuse(node.slots(), "an array");
        refuseAll(node.fields(), "an array");
        array(parser, node, row, offset);
      }
      default -> {
        refuseAll(node.fields(), "a scalar");
        refuseAll(node.elements(), "a scalar");
        for (Slot slot : node.slots()) {
          scalar(parser, slot, row, offset);
        }
      }
    }
  }

  private static void scalar(JsonParser parser, Slot slot, FloatBuffer row, int offset)
      throws IOException, FeatureException, UndecodableException {
    switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          slot.value(parser.getBigIntegerValue(), row, offset);
        } else {
          slot.whole(parser.getLongValue(), row, offset);
        }
      }
      case VALUE_NUMBER_FLOAT -> slot.real(parser.getDoubleValue(), row, offset);
      case VALUE_TRUE -> slot.truth(true, row, offset);
      case VALUE_FALSE -> slot.truth(false, row, offset);
      default -> slot.value(parser.getText(), row, offset);
    }
  }

  private static void missing(WantedField node, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    for (Slot slot : node.allSlots()) {
      slot.missing(row, offset);
    }
  }

  private static void refuseAll(List<WantedField> nodes, String found) throws UndecodableException {
    for (WantedField node : nodes) {
      refuse(node.allSlots(), found);
    }
  }

  private static void refuse(List<Slot> slots, String found) throws UndecodableException {
    if (!slots.isEmpty()) {
      throw slots.get(0).wrongType(found);
    }
  }

  private static UndecodableException malformed(String what, long position) {
    return new UndecodableException(
        Reason.MALFORMED,
        "the event is not JSON as expected%s: %s"
            .formatted(position < 0 ? "" : " at byte " + position, what));
  }
}
