/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file as a whole: sealing, reading back, and files that are no bundle. */
class BundleTest {
  private static final byte[] GRAPH = MeanSquareGraph.rows(3).build().toByteArray();

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("m.onnx");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Bundle.read(file()))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void shouldReadBackWhatWasSealed() {
    Bundle sealed = Bundle.seal(GRAPH, BundleFixture.rows(3), file());
    Bundle read = Bundle.read(file());
    assertThat(read).isEqualTo(sealed);
    assertThat(read.metadata()).isEqualTo(BundleFixture.rows(3));
    assertThat(read.bytes()).isEqualTo(sealed.bytes());
    assertThat(read.hash()).hasSize(64);
    assertThat(read.origin()).isEqualTo(file().toString());
    assertThat(read).hasToString(sealed.toString());
  }

  @Test
  void shouldReadBackWindowsWithSmoothing() {
    byte[] graph = MeanSquareGraph.windows(4, 3, true).build().toByteArray();
    Bundle.seal(graph, BundleFixture.windows(4, 3), file());
    assertThat(Bundle.read(file()).metadata()).isEqualTo(BundleFixture.windows(4, 3));
  }

  @Test
  void shouldSealTheSameBytesForTheSameModel() {
    Bundle first = Bundle.seal(GRAPH, BundleFixture.rows(3), file());
    Bundle again = Bundle.seal(first.bytes(), BundleFixture.rows(3), folder.resolve("n.onnx"));
    assertThat(again.hash()).isEqualTo(first.hash());
  }

  @Test
  void shouldReplaceTheFormerFileAsAWhole() throws IOException {
    Files.writeString(file(), "former");
    Bundle sealed = Bundle.seal(GRAPH, BundleFixture.rows(3), file());
    assertThat(file()).hasBinaryContent(sealed.bytes());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenTheBundleWouldNotVerify() throws IOException {
    Files.writeString(file(), "former");
    assertThatThrownBy(() -> Bundle.seal(GRAPH, BundleFixture.rows(2), file()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            file() + ": metadata and graph disagree: features fill 2 input columns, expected 3");
    assertThat(file()).hasContent("former");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void shouldSayWhyAFileCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Path below = folder.resolve("file").resolve("m.onnx");
    assertThatThrownBy(() -> Bundle.seal(GRAPH, BundleFixture.rows(3), below))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(below + ": cannot be written: ");
  }

  @Test
  void shouldRefuseFileThatIsNotThere() {
    assertRefused("no such file");
  }

  @Test
  void shouldRefuseDirectory() throws IOException {
    Files.createDirectory(file());
    assertRefused("is a directory, expected a bundle file");
  }

  @Test
  void shouldRefuseEmptyFile() throws IOException {
    Files.createFile(file());
    assertRefused("is empty, expected an ONNX model");
  }

  @Test
  void shouldRefuseFileThatIsTooLarge() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.setLength(Bundle.MAX_BYTES + 1);
    }
    assertRefused("has 536870913 bytes, allowed are at most 536870912");
  }

  @Test
  void shouldRefuseFileOfAnotherKind() throws IOException {
    Files.writeString(file(), "time;pressure\n1;2\n");
    assertRefused("is not an ONNX model, or is truncated");
  }

  @Test
  void shouldRefuseOnnxModelThatWasNotSealed() throws IOException {
    Files.write(file(), GRAPH);
    assertRefused(
        "has 0 metadata entries 'reconstream.metadata', expected 1: it is an ONNX model that Reconstream did not seal");
  }

  @Test
  void shouldRefuseBundleTruncatedAnywhere() {
    byte[] sealed = Bundle.seal(GRAPH, BundleFixture.rows(3), file()).bytes();
    for (int length = 0; length < sealed.length; length++) {
      byte[] truncated = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> Bundle.of("cut", truncated))
          .as("cut to %d bytes", length)
          .isInstanceOf(BundleException.class)
          .hasMessageStartingWith("cut: ");
    }
  }

  @Test
  void shouldRefuseBundleWithAnyBitFlipped() {
    byte[] sealed = Bundle.seal(GRAPH, BundleFixture.rows(3), file()).bytes();
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] flipped = sealed.clone();
      int bit = random.nextInt(8 * sealed.length);
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> Bundle.of("flipped", flipped))
          .as("bit %d", bit)
          .isInstanceOf(BundleException.class)
          .hasMessageStartingWith("flipped: ");
    }
  }

  @Test
  void shouldRefuseBundleWhoseContentWasAltered() {
    byte[] sealed = Bundle.seal(GRAPH, BundleFixture.rows(3), file()).bytes();
    String text = new String(sealed, StandardCharsets.ISO_8859_1);
    byte[] altered =
        text.replace("mean square", "lean square").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Bundle.of("altered", altered))
        .hasMessageStartingWith("altered: the content was altered after sealing: its SHA-256 is ");
  }
}
