/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What stands in for rows that are missing between two rows of a key. Immutable. */
public final class MissingRows {
  private final int width;
  private final BitSet linear;

  /**
   * @param width F
   * @param linear the columns whose values lie on the line between the two rows; the others keep
   *     the former row's
   */
  public MissingRows(int width, BitSet linear) {
    this.width = width;
    this.linear = (BitSet) linear.clone();
  }

  /**
   * The rows between two, at equal distances. A value is missing (NaN) where it is in one of them.
   *
   * @param before F floats
   * @param after F floats
   * @param count how many
   */
  public List<FloatBuffer> between(FloatBuffer before, FloatBuffer after, int count) {
    List<FloatBuffer> rows = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      float share = (float) i / (count + 1);
      float[] row = new float[width];
      for (int column = 0; column < width; column++) {
        float from = before.get(column);
        row[column] = linear.get(column) ? from + share * (after.get(column) - from) : from;
      }
      rows.add(FloatBuffer.wrap(row));
    }
    return rows;
  }
}
