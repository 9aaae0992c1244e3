/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The fields to read, as a tree: a decoder walks an event and this tree together, and skips what
 * the tree does not have.
 *
 * @param fields by name, into a record or map
 * @param elements by position, into an array
 * @param slots what the value here goes to
 */
record PathTree(
    Map<String, PathTree> fields, TreeMap<Integer, PathTree> elements, List<Slot> slots) {

  private PathTree() {
    this(new LinkedHashMap<>(), new TreeMap<>(), new ArrayList<>());
  }

  /** A tree with a slot for each feature. */
  static PathTree of(FeatureSpec spec) {
    PathTree root = new PathTree();
    int column = 0;
    for (Feature feature : spec.features()) {
      root.add(feature.field(), FeatureSlot.of(feature, column));
      column += feature.columns().size();
    }
    return root;
  }

  /** A tree of one path. */
  static PathTree of(FieldPath path, Slot slot) {
    PathTree root = new PathTree();
    root.add(path, slot);
    return root;
  }

  /** This tree, which has one more path from now on. */
  PathTree with(FieldPath path, Slot slot) {
    add(path, slot);
    return this;
  }

  private void add(FieldPath path, Slot slot) {
    PathTree node = this;
    for (FieldPath.Step step : path.steps()) {
      if (step instanceof FieldPath.Field field) {
        node = node.fields.computeIfAbsent(field.name(), name -> new PathTree());
      } else if (step instanceof FieldPath.Index index) {
        node = node.elements.computeIfAbsent(index.position(), position -> new PathTree());
      }
    }
    node.slots.add(slot);
  }

  /** The slots here and below. */
  Stream<Slot> allSlots() {
    return Stream.concat(slots.stream(), children().flatMap(PathTree::allSlots));
  }

  private Stream<PathTree> children() {
    return Stream.concat(fields.values().stream(), elements.values().stream());
  }
}
