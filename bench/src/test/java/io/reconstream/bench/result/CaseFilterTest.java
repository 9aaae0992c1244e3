/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.trainer.config.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseFilterTest {
  private static final List<String> ALL = List.of("floor a", "h2o a", "floor b", "h2o b");

  @Test
  void shouldChooseCasesAndWhatTheyAreComparedWithInTheOrderOfAll() {
    assertThat(choose("h2o b", "h2o")).isEqualTo(ALL);
    assertThat(choose("h2o b")).containsExactly("floor b", "h2o b");
    assertThat(choose("floor a")).containsExactly("floor a");
  }

  @Test
  void shouldNameTheCasesWhereATextIsInNone() {
    assertThatThrownBy(() -> choose("h2o", "c"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no case has 'c' in its name; there are [floor a, h2o a, floor b, h2o b]");
  }

  private static List<String> choose(String... texts) {
    return new CaseFilter(List.of(texts))
        .choose(ALL, one -> List.of("floor" + one.substring(one.length() - 2)));
  }
}
