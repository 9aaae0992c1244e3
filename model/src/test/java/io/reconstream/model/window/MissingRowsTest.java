/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingRowsTest {
  private static final BitSet FIRST_TWO = BitSet.valueOf(new long[] {0b011});

  @Test
  void shouldLieOnTheLineBetweenTwoRowsOrKeepTheFormer() {
    List<FloatBuffer> rows =
        new MissingRows(3, FIRST_TWO)
            .between(
                FloatBuffer.wrap(new float[] {0, 4, 7}),
                FloatBuffer.wrap(new float[] {4, Float.NaN, 9}),
                3);

    assertThat(rows)
        .containsExactly(
            FloatBuffer.wrap(new float[] {1, Float.NaN, 7}),
            FloatBuffer.wrap(new float[] {2, Float.NaN, 7}),
            FloatBuffer.wrap(new float[] {3, Float.NaN, 7}));
  }

  /** The fold over a window gives what appending to the window gives. */
  @Test
  void shouldFoldAsTheWindowTakesThemIn() {
    WindowSpec spec = new WindowSpec(4, WindowSpec.WarmUp.WAIT);
    MissingRows missing = new MissingRows(1, FIRST_TWO);
    RowWindow window = new RowWindow(spec, 1);
    FloatBuffer slots = FloatBuffer.allocate(8 * 4);
    float[] values = {1, 2, 5, 6, 8};
    int[] gaps = {0, 0, 2, 0, 1};
    WindowFold ahead = new WindowFold().start(window);
    List<float[]> folded = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      slots.put(i * 4 + 3, values[i]);
      List<FloatBuffer> between =
          i == 0 ? List.of() : missing.between(row(values[i - 1]), row(values[i]), gaps[i]);
      ahead.append(slots, i, between);
      float[] slot = new float[4];
      slots.get(i * 4, slot);
      folded.add(slot);
    }

    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        missing
            .between(row(values[i - 1]), row(values[i]), gaps[i])
            .forEach(between -> window.append(between, 0));
      }
      window.append(row(values[i]), 0);
      FloatBuffer whole = FloatBuffer.allocate(4);
      window.copyTo(whole, 0);
      assertThat(folded.get(i)).containsExactly(whole.array());
    }
    assertThat(folded.get(4)).containsExactly(5, 6, 7, 8);
  }

  private static FloatBuffer row(float value) {
    return FloatBuffer.wrap(new float[] {value});
  }
}
