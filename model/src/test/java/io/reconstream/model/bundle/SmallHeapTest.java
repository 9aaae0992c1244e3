/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate that does not fit the heap is refused, and its reader goes on. In its own JVM. */
class SmallHeapTest {
  @TempDir private Path folder;

  @Test
  void shouldRefuseWhatDoesNotFitTheHeapAndGoOn() throws IOException, InterruptedException {
    Path large = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(100 << 20);
    }
    Path packed = Files.write(folder.resolve("packed.onnx"), new byte[9 << 20]);
    Path good = folder.resolve("good.onnx");
    Bundle.seal(MeanSquareGraph.rows(3).build().toByteArray(), BundleFixture.rows(3), good);
    Path output = folder.resolve("output");

    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(),
                large.toString(),
                packed.toString(),
                good.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(reader.waitFor()).as(Files.readString(output)).isZero();
    List<String> said = Files.readAllLines(output);
    assertThat(said.get(0)).startsWith(large + ": cannot be read: Java heap space");
    assertThat(said.get(1)).startsWith(packed + ": ");
    assertThat(said.get(2)).startsWith("Bundle[fixture 1, ");
  }

  /** Reads files, one after the other. */
  public static void main(String[] files) {
    for (String file : files) {
      try {
        System.out.println(Bundle.read(Path.of(file)));
      } catch (BundleException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
