/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that lie about what follows, by hand: the schema is {@code {before: TYPE, x: double}}. */
class HostileAvroTest {
  private static final String ARRAY_OF_NULLS = "{'type': 'array', 'items': 'null'}";
  private static final String LIST = "['null', 'E']";

  private final FloatBuffer row = FloatBuffer.allocate(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'string'                            | 01                   | -1 bytes are announced, 0 are left
          'string'                            | feffffff0f           | 2147483647 bytes are announced, 0 are left
          'string'                            | feffffffffffffffff01 | 9223372036854775807 bytes are announced, 0 are left
          'string'                            | 8080808080808080808000 | a number has more than 10 bytes
          'bytes'                             | 0a                   | 5 bytes are announced, 0 are left
          ['null', 'int']                     | 04                   | branch 2 of a union of 2
          ['null', 'int', 'string']           | 01                   | branch -1 of a union of 3
          {'type': 'array', 'items': 'double'} | feffffff0f          | 2147483647 items of 8 bytes are announced, 0 bytes are left
          {'type': 'array', 'items': 'long'}  | feffffff0f           | the event ends within a value, after 10 bytes
          {'type': 'array', 'items': 'long'}  | 0102                 | 1 bytes are announced, 0 are left
          {'type': 'array', 'items': 'long'}  | 01ff7f               | -8192 bytes are announced, 0 are left
          {'type': 'map', 'values': 'long'}   | 0204                 | 2 bytes are announced, 0 are left
          """)
  void shouldRefuseWhatIsAnnouncedButNotThere(String type, String bytes, String message) {
    assertThatThrownBy(() -> decode("x", type, HexFormat.of().parseHex(bytes)))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
        .hasMessageStartingWith("the Avro bytes do not follow the schema at byte ")
        .hasMessageEndingWith(message);
  }

  @Test
  void shouldRefuseMapWithTheWantedKeyTwice() {
    byte[] twice = HexFormat.of().parseHex("04" + "0261" + "02" + "0261" + "04" + "00");
    assertThatThrownBy(() -> decode("before.a", "{'type': 'map', 'values': 'int'}", twice))
        .hasMessageEndingWith("a map has the same key twice");
  }

  @Test
  void shouldNotCountThroughItemsWithoutBytes() throws UndecodableException {
    byte[] manyNulls = HexFormat.of().parseHex("feffffffffffffffff01" + "00");
    byte[] then = Arrays.copyOf(manyNulls, manyNulls.length + Double.BYTES);

    decode("x", ARRAY_OF_NULLS, then);
    assertThat(row.get(0)).isZero();

    decode("before[999999999]", ARRAY_OF_NULLS, manyNulls);
    assertThat(row.get(0)).isNaN();
  }

  @Test
  void shouldRefuseRecordsThatNestForEver() {
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2); // the second branch, again and again

    assertThatThrownBy(() -> decode("x", LIST, deep))
        .hasMessageEndingWith("nested deeper than 500 levels");
  }

  @Test
  void shouldSkipRecordsThatContainThemselves() throws UndecodableException {
    byte[] threeDeep = new byte[3 + 1 + 4 * Double.BYTES];
    Arrays.fill(threeDeep, 0, 3, (byte) 2);
    threeDeep[threeDeep.length - 2] = (byte) 0xf0;
    threeDeep[threeDeep.length - 1] = 0x3f;

    decode("x", LIST, threeDeep);

    assertThat(row.get(0)).isOne();
  }

  private void decode(String field, String type, byte[] body) throws UndecodableException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {'type': 'record', 'name': 'E', 'fields': [
                  {'name': 'before', 'type': %s}, {'name': 'x', 'type': 'double'}]}
                """
                    .formatted(type)
                    .replace('\'', '"'));
    byte[] value = new byte[5 + body.length];
    System.arraycopy(body, 0, value, 5, body.length);
    new AvroDecoders(id -> schema)
        .decoder(new FeatureSpec(List.of(new NumericFeature("f", FieldPath.parse(field), false))))
        .decode(value, row, 0);
  }
}
