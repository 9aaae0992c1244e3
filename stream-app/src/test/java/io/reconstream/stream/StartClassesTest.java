/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the launcher and the image archive; docs/performance.md tells how the list is made anew. */
class StartClassesTest {
  private static final Path LIST = Path.of("src", "main", "start", "classes.txt");

  @Test
  void shouldListClassesThatThereAre() throws Exception {
    List<String> listed = Files.readAllLines(LIST);
    List<String> gone =
        listed.stream()
            .filter(name -> ClassLoader.getSystemResource(name + ".class") == null)
            .toList();

    // a few come and go with the JDK; many tell of libraries that are others now
    assertThat(gone).hasSizeLessThan(listed.size() / 20);
  }

  @Test
  void shouldListWhatAStartNeeds() throws Exception {
    assertThat(Files.readAllLines(LIST))
        .contains(
            "org/apache/kafka/streams/processor/internals/StreamThread",
            "org/apache/kafka/clients/consumer/internals/ConsumerCoordinator",
            "ai/onnxruntime/OrtSession",
            "org/apache/avro/Schema");
  }
}
