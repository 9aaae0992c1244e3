/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of the wanted fields, with what one decoder remembers of it. */
final class WantedField {
  /** As many different keys are resolved once; a feed that makes keys up is no reason to grow. */
  private static final int MOST_KEYS = 1_000;

  private final String name;
  private final List<Slot> slots;
  private final List<Slot> allSlots;
  private final List<WantedField> fields;
  private final List<WantedField> elements;
  private final int[] positions;
  private final Map<String, WantedField> fieldByName = new HashMap<>();

  /** Keys as events have them, each with its field or with this node for none. */
  private final Map<String, WantedField> fieldByKey = new HashMap<>();

  private long seenIn;

  WantedField(String name, PathTree wanted) {
    this.name = name;
    this.slots = wanted.slots();
    this.allSlots = wanted.allSlots().toList();
    wanted.fields().forEach((field, tree) -> fieldByName.put(field, new WantedField(field, tree)));
    this.fields = List.copyOf(fieldByName.values());
    this.elements =
        wanted.elements().values().stream().map(tree -> new WantedField(name, tree)).toList();
    this.positions = wanted.elements().keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  String name() {
    return name;
  }

  /** What the value here goes to. */
  List<Slot> slots() {
    return slots;
  }

  /** What the value here and those below go to. */
  List<Slot> allSlots() {
    return allSlots;
  }

  List<WantedField> fields() {
    return fields;
  }

  /** In the order of their positions. */
  List<WantedField> elements() {
    return elements;
  }

  int position(int element) {
    return positions[element];
  }

  /** The field that a key of an event means, or null. */
  WantedField field(String key) {
    WantedField field = fieldByKey.get(key);
    if (field == null) {
      field = fieldByName.getOrDefault(FieldPath.avroName(key), this);
      if (fieldByKey.size() < MOST_KEYS) {
        fieldByKey.put(key, field);
      }
    }
    return field == this ? null : field;
  }

  /** Remembers that the event of this number has the node; false if it was known. */
  boolean see(long event) {
    boolean first = seenIn != event;
    seenIn = event;
    return first;
  }

  boolean isSeen(long event) {
    return seenIn == event;
  }
}
