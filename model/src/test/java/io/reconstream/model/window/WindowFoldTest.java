/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowFoldTest {

  /** A window with whether it can be scored. */
  private record Step(boolean ready, List<Float> window) {}

  private static Step step(boolean ready, FloatBuffer buffer, int offset, int size) {
    List<Float> window = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      window.add(buffer.get(offset + i));
    }
    return new Step(ready, window);
  }

  @Property(tries = 300)
  void shouldFoldInBatchesAsOneByOne(
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll @IntRange(min = 1, max = 3) int width,
      @ForAll WindowSpec.WarmUp warmUp,
      @ForAll @IntRange(min = 1, max = 3) int keys,
      @ForAll long seed) {
    WindowSpec spec = new WindowSpec(length, warmUp);
    int size = length * width;
    Random random = new Random(seed);
    List<RowWindow> oneByOne = new ArrayList<>();
    List<RowWindow> folded = new ArrayList<>();
    List<WindowFold> folds = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      oneByOne.add(new RowWindow(spec, width));
      folded.add(new RowWindow(spec, width));
      folds.add(new WindowFold());
    }
    FloatBuffer window = FloatBuffer.allocate(size);
    for (int batch = 0; batch < 5; batch++) {
      int count = 1 + random.nextInt(9);
      FloatBuffer slots = FloatBuffer.allocate(count * size);
      List<Step> expected = new ArrayList<>();
      List<Step> actual = new ArrayList<>();
      int[] keyOf = new int[count];
      for (int key = 0; key < keys; key++) {
        folds.get(key).start(folded.get(key));
      }
      for (int slot = 0; slot < count; slot++) {
        int key = random.nextInt(keys);
        keyOf[slot] = key;
        int row = (slot + 1) * size - width;
        for (int column = 0; column < width; column++) {
          slots.put(row + column, random.nextFloat());
        }
        oneByOne.get(key).append(slots, row);
        oneByOne.get(key).copyTo(window, 0);
        expected.add(step(oneByOne.get(key).ready(), window, 0, size));
        boolean ready = folds.get(key).append(slots, slot);
        actual.add(step(ready, slots, slot * size, size));
      }
      assertThat(actual).isEqualTo(expected);
      // the rows' own turn: only now do the keys' windows move on
      for (int slot = 0; slot < count; slot++) {
        folded.get(keyOf[slot]).append(slots, (slot + 1) * size - width);
      }
    }
  }

  @Test
  void shouldLeaveTheKeysWindowAsItIs() {
    RowWindow window = new RowWindow(new WindowSpec(2, WindowSpec.WarmUp.REPEAT_FIRST), 1);
    window.append(FloatBuffer.wrap(new float[] {7}), 0);
    FloatBuffer slots = FloatBuffer.wrap(new float[] {0, 8, 0, 9});
    WindowFold fold = new WindowFold().start(window);
    assertThat(fold.append(slots, 0)).isTrue();
    assertThat(fold.append(slots, 1)).isTrue();
    assertThat(slots.array()).containsExactly(7, 8, 8, 9);
    FloatBuffer unchanged = FloatBuffer.allocate(2);
    window.copyTo(unchanged, 0);
    assertThat(unchanged.array()).containsExactly(7, 7);
  }
}
