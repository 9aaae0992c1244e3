/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowWindowTest {
  /** Rows (1, 10), (2, 20), (3, 30), (4, 40). */
  private final FloatBuffer rows = FloatBuffer.wrap(new float[] {1, 10, 2, 20, 3, 30, 4, 40});

  private static float[] content(RowWindow window, int size) {
    // direct, as a batch's buffer, and not from its start
    FloatBuffer target = ByteBuffer.allocateDirect(4 * (size + 1)).asFloatBuffer();
    window.copyTo(target, 1);
    float[] content = new float[size];
    target.get(1, content);
    return content;
  }

  @Test
  void shouldHoldTheLastRowsOldestFirst() {
    RowWindow window = RowWindow.empty(new WindowSpec(3, WindowSpec.WarmUp.WAIT), 2);
    for (int row = 0; row < 4; row++) {
      window = window.append(rows, 2 * row);
    }
    assertThat(content(window, 6)).containsExactly(2, 20, 3, 30, 4, 40);
    assertThat(window.rows()).isEqualTo(3);
  }

  @Test
  void shouldWaitUntilAllRowsAreThere() {
    RowWindow window = RowWindow.empty(new WindowSpec(2, WindowSpec.WarmUp.WAIT), 2);
    assertThat(window.ready()).isFalse();
    window = window.append(rows, 0);
    assertThat(window.ready()).isFalse();
    assertThat(content(window, 4)).containsExactly(Float.NaN, Float.NaN, 1, 10);
    window = window.append(rows, 2);
    assertThat(window.ready()).isTrue();
  }

  @Test
  void shouldRepeatTheFirstRow() {
    RowWindow window = RowWindow.empty(new WindowSpec(3, WindowSpec.WarmUp.REPEAT_FIRST), 2);
    assertThat(window.ready()).isFalse();
    window = window.append(rows, 0);
    assertThat(window.ready()).isTrue();
    assertThat(content(window, 6)).containsExactly(1, 10, 1, 10, 1, 10);
    window = window.append(rows, 2);
    assertThat(content(window, 6)).containsExactly(1, 10, 1, 10, 2, 20);
    assertThat(window.rows()).isEqualTo(2);
  }

  @Test
  void shouldLeaveTheFormerWindowAsItIs() {
    WindowSpec spec = new WindowSpec(2, WindowSpec.WarmUp.REPEAT_FIRST);
    RowWindow before = RowWindow.empty(spec, 2).append(rows, 0);
    RowWindow foreseen = before.append(rows, 2).append(rows, 4);
    RowWindow another = before.append(rows, 6);
    assertThat(content(before, 4)).containsExactly(1, 10, 1, 10);
    assertThat(content(foreseen, 4)).containsExactly(2, 20, 3, 30);
    assertThat(content(another, 4)).containsExactly(1, 10, 4, 40);
  }

  /** Windows go on from any former one of their key, as look-aheads do that begin anew. */
  @Property(tries = 300)
  void shouldHoldTheRowsAppendedToItAndNoOthers(
      @ForAll @IntRange(min = 1, max = 6) int length,
      @ForAll @IntRange(min = 1, max = 3) int width,
      @ForAll WindowSpec.WarmUp warmUp,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<RowWindow> windows = new ArrayList<>();
    List<List<Float>> appended = new ArrayList<>();
    windows.add(RowWindow.empty(new WindowSpec(length, warmUp), width));
    appended.add(List.of());
    for (int step = 0; step < 60; step++) {
      int from = random.nextInt(4) == 0 ? random.nextInt(windows.size()) : windows.size() - 1;
      FloatBuffer row = FloatBuffer.allocate(width);
      List<Float> values = new ArrayList<>(appended.get(from));
      for (int column = 0; column < width; column++) {
        row.put(column, random.nextFloat());
        values.add(row.get(column));
      }
      windows.add(windows.get(from).append(row, 0));
      appended.add(values);
    }
    for (int i = 1; i < windows.size(); i++) {
      assertThat(content(windows.get(i), length * width))
          .containsExactly(expected(appended.get(i), length, width, warmUp));
    }
  }

  private static float[] expected(
      List<Float> appended, int length, int width, WindowSpec.WarmUp warmUp) {
    float[] window = new float[length * width];
    for (int i = 0; i < window.length; i++) {
      int at = appended.size() - window.length + i;
      boolean repeats = warmUp == WindowSpec.WarmUp.REPEAT_FIRST;
      window[i] = at >= 0 ? appended.get(at) : repeats ? appended.get(i % width) : Float.NaN;
    }
    return window;
  }

  @Test
  void shouldRefuseSpecsWithoutLengthOrWarmUp() {
    assertThatThrownBy(() -> new WindowSpec(0, WindowSpec.WarmUp.WAIT))
        .hasMessage("window length is 0, expected at least 1");
    assertThatThrownBy(() -> new WindowSpec(1, null))
        .hasMessage("a window has no warmUp, expected one of [WAIT, REPEAT_FIRST]");
  }
}
