/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reconstream.model.feature.FieldPath;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One JSON object per event. */
final class JsonEvents implements EventReader {
  private final Set<FieldPath> leaves = new LinkedHashSet<>();
  private final JsonFields fields = new JsonFields();

  @Override
  public Object read(byte[] value) throws UnreadableEventException {
    try {
      JsonNode event = JsonFields.READER.readValue(value);
      if (event == null || !event.isObject()) {
        throw new UnreadableEventException("is no JSON object", null);
      }
      JsonFields.collect(event, leaves);
      return event;
    } catch (JsonProcessingException e) {
      throw new UnreadableEventException("is no JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UnreadableEventException("is no JSON object: " + e.getMessage(), e);
    }
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
  public Object get(Object event, FieldPath field) {
    return fields.value((JsonNode) event, field);
  }
}
