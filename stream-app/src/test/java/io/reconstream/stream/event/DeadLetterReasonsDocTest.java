/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.stream.event.UndecodableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeadLetterReasonsDocTest {

  @Test
  void shouldDocumentEveryReason() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/dead-letters.md")))
        .containsSubsequence(
            Arrays.stream(Reason.values())
                .map(reason -> "| `%s` | %s |".formatted(reason, reason.meaning()))
                .toList());
  }
}
