/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void shouldBeGoneWithAllThatIsInItWhenClosed() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create();
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/file"), "text");

    folder.close();

    assertThat(folder.path()).doesNotExist();
  }
}
