/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Normal rows as CSV, columns {@code f0}, {@code f1} and so on, to train on. */
public final class RowsFile {
  private RowsFile() {}

  public static void write(Path file, int features, int count, long seed) {
    Rows rows = new Rows(features, seed);
    float[] row = new float[features];
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      write(rows, row, count, file);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write the benchmark's rows to " + file, e);
    }
  }

  private static void write(Rows rows, float[] row, int count, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(
          IntStream.range(0, row.length).mapToObj(f -> "f" + f).collect(Collectors.joining(",")));
      writer.newLine();
      for (int i = 0; i < count; i++) {
        rows.next(row);
        for (int f = 0; f < row.length; f++) {
          writer.write(f == 0 ? "" : ",");
          writer.write(Float.toString(row[f]));
        }
        writer.newLine();
      }
    }
  }
}
