/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class RowFormatTest {
  private static final RowFormat FORMAT = new RowFormat(0x01020304, 0x0a0b0c0d, 300, 2, 1);
  private static final Bytes KEY = Bytes.wrap(new byte[] {'p', '1'});

  /** Written by the first version: rows in users' stores look so. */
  private static final String FROZEN_KEY = "027031c801";

  private static final String FROZEN_VALUE =
      "01"
          + "01020304"
          + "00000000000001f4"
          + "0000019b79b4a400"
          + "3f800000"
          + "7fc00000"
          + "0a0b0c0d"
          + "3f000000";

  @Test
  void shouldWriteAndReadFrozenRow() {
    NewestRow row =
        new NewestRow(500, 0x19b79b4a400L, FloatBuffer.wrap(new float[] {1, Float.NaN}));

    assertThat(HexFormat.of().formatHex(FORMAT.storeKey(KEY, 500))).isEqualTo(FROZEN_KEY);
    assertThat(HexFormat.of().formatHex(FORMAT.value(row, new float[] {0.5f})))
        .isEqualTo(FROZEN_VALUE);

    byte[] stored = HexFormat.of().parseHex(FROZEN_VALUE);
    assertThat(FORMAT.fits(stored)).isTrue();
    assertThat(FORMAT.row(stored).sequence()).isEqualTo(500);
    assertThat(FORMAT.row(stored).time()).isEqualTo(0x19b79b4a400L);
    assertThat(FORMAT.row(stored).row().get(0)).isEqualTo(1);
    assertThat(FORMAT.row(stored).row().get(1)).isNaN();
    assertThat(FORMAT.smoothed(stored)).containsExactly(0.5f);
    assertThat(RowFormat.eventKey(HexFormat.of().parseHex(FROZEN_KEY))).isEqualTo(KEY);
  }

  @Test
  void shouldNotReadRowsOfOtherLayout() {
    assertThat(new RowFormat(9, 0x0a0b0c0d, 300, 2, 1).fits(HexFormat.of().parseHex(FROZEN_VALUE)))
        .isFalse();
  }

  @Test
  void shouldForgetPartsOfOtherModel() {
    assertThat(
            new RowFormat(0x01020304, 7, 300, 2, 1).smoothed(HexFormat.of().parseHex(FROZEN_VALUE)))
        .containsExactly(Float.NaN);
  }

  @Test
  void shouldRefuseLaterFormat() {
    byte[] later = HexFormat.of().parseHex("02" + FROZEN_VALUE.substring(2));

    assertThatThrownBy(() -> FORMAT.fits(later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 2, this version reads 1");
  }
}
