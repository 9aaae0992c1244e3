/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class RowFormatTest {
  private static final RowFormat FORMAT = new RowFormat(0x01020304, 0x0a0b0c0d, 300, 0, 2, 1);
  private static final Bytes KEY = Bytes.wrap(new byte[] {'p', '1'});

  private static final RowSource SOURCE = new RowSource(0x05060708, 255);

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
        new NewestRow(500, 0x19b79b4a400L, FloatBuffer.wrap(new float[] {1, Float.NaN}), SOURCE);

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

  /** Format 2, where events may be processed again: 364 places, and the row's source. */
  @Test
  void shouldWriteAndReadFrozenRowWithSource() {
    RowFormat format = new RowFormat(0x01020304, 0x0a0b0c0d, 300, 64, 2, 1);
    NewestRow row =
        new NewestRow(500, 0x19b79b4a400L, FloatBuffer.wrap(new float[] {1, Float.NaN}), SOURCE);
    String frozen = "02" + FROZEN_VALUE.substring(2) + "0506070800000000000000ff";

    assertThat(HexFormat.of().formatHex(format.storeKey(KEY, 500))).isEqualTo("0270318801");
    assertThat(HexFormat.of().formatHex(format.value(row, new float[] {0.5f}))).isEqualTo(frozen);
    for (RowFormat reader : List.of(FORMAT, format)) {
      byte[] stored = HexFormat.of().parseHex(frozen);
      assertThat(reader.fits(stored)).isTrue();
      assertThat(reader.row(stored).source()).isEqualTo(SOURCE);
      assertThat(reader.row(stored).row().get(0)).isEqualTo(1);
      assertThat(reader.smoothed(stored)).containsExactly(0.5f);
    }
    byte[] former = HexFormat.of().parseHex(FROZEN_VALUE);
    assertThat(format.row(former).source()).isNull();
    assertThat(format.smoothed(former)).containsExactly(0.5f);
  }

  @Test
  void shouldNotReadRowsOfOtherLayout() {
    assertThat(
            new RowFormat(9, 0x0a0b0c0d, 300, 0, 2, 1).fits(HexFormat.of().parseHex(FROZEN_VALUE)))
        .isFalse();
  }

  @Test
  void shouldForgetPartsOfOtherModel() {
    assertThat(
            new RowFormat(0x01020304, 7, 300, 0, 2, 1)
                .smoothed(HexFormat.of().parseHex(FROZEN_VALUE)))
        .containsExactly(Float.NaN);
  }

  @Test
  void shouldRefuseLaterFormat() {
    byte[] later = HexFormat.of().parseHex("03" + FROZEN_VALUE.substring(2));

    assertThatThrownBy(() -> FORMAT.fits(later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 3, this version reads 1 and 2");
  }
}
