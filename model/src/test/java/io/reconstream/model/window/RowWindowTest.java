/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
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
    RowWindow window = new RowWindow(new WindowSpec(3, WindowSpec.WarmUp.WAIT), 2);
    for (int row = 0; row < 4; row++) {
      window.append(rows, 2 * row);
    }
    assertThat(content(window, 6)).containsExactly(2, 20, 3, 30, 4, 40);
    assertThat(window.rows()).isEqualTo(3);
  }

  @Test
  void shouldWaitUntilAllRowsAreThere() {
    RowWindow window = new RowWindow(new WindowSpec(2, WindowSpec.WarmUp.WAIT), 2);
    assertThat(window.ready()).isFalse();
    window.append(rows, 0);
    assertThat(window.ready()).isFalse();
    assertThat(content(window, 4)).containsExactly(Float.NaN, Float.NaN, 1, 10);
    window.append(rows, 2);
    assertThat(window.ready()).isTrue();
  }

  @Test
  void shouldRepeatTheFirstRow() {
    RowWindow window = new RowWindow(new WindowSpec(3, WindowSpec.WarmUp.REPEAT_FIRST), 2);
    assertThat(window.ready()).isFalse();
    window.append(rows, 0);
    assertThat(window.ready()).isTrue();
    assertThat(content(window, 6)).containsExactly(1, 10, 1, 10, 1, 10);
    window.append(rows, 2);
    assertThat(content(window, 6)).containsExactly(1, 10, 1, 10, 2, 20);
    assertThat(window.rows()).isEqualTo(2);
  }

  @Test
  void shouldRefuseSpecsWithoutLengthOrWarmUp() {
    assertThatThrownBy(() -> new WindowSpec(0, WindowSpec.WarmUp.WAIT))
        .hasMessage("window length is 0, expected at least 1");
    assertThatThrownBy(() -> new WindowSpec(1, null))
        .hasMessage("a window has no warmUp, expected one of [WAIT, REPEAT_FIRST]");
  }
}
