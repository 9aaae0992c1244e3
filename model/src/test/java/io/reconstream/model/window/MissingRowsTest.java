/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
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
}
