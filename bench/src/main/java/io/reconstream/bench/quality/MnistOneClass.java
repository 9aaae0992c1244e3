/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.config.InvalidInputException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Handwritten digits: one is normal, the nine others are anomalies; its first half trains. */
record MnistOneClass() implements Suite {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @Override
  public String name() {
    return "mnist";
  }

  @Override
  public String origin() {
    return "the training files of MNIST (LeCun, Cortes, Burges), train-*-ubyte.gz";
  }

  @Override
  public QualityGroup group(Path data) {
    Path images = present(data.resolve("mnist/train-images-idx3-ubyte.gz"));
    Path labels = present(data.resolve("mnist/train-labels-idx1-ubyte.gz"));
    List<QualitySet> sets = new ArrayList<>();
    for (int digit = 0; digit < 10; digit++) {
      int normal = digit;
      sets.add(
          new QualitySet(
              "digit " + digit,
              rows -> read(images, labels, normal, rows),
              new Protocol.Semi(),
              List.of(),
              0,
              Map.of()));
    }
    return new QualityGroup(
        name(), Kind.ROWS, QualityGroup.Unit.PERCENT, List.of(Figure.AUROC), sets, Map.of());
  }

  private static Path present(Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidInputException("there is no readable file '%s'".formatted(file));
    }
    return file;
  }

  private static void read(Path images, Path labels, int normal, CsvSource.Rows rows)
      throws IOException {
    try (DataInputStream pixels = open(images, IMAGES);
        DataInputStream digits = open(labels, LABELS)) {
      int count = pixels.readInt();
      int size = pixels.readInt() * pixels.readInt();
      digits.readInt();
      List<String> header = new ArrayList<>();
      IntStream.range(0, size).forEach(i -> header.add("p" + i));
      header.add("label");
      rows.header(header);
      String[] texts = IntStream.range(0, 256).mapToObj(Integer::toString).toArray(String[]::new);
      byte[] image = new byte[size];
      String[] cells = new String[size + 1];
      for (int i = 0; i < count; i++) {
        pixels.readFully(image);
        for (int p = 0; p < size; p++) {
          cells[p] = texts[Byte.toUnsignedInt(image[p])];
        }
        cells[size] = digits.readUnsignedByte() == normal ? "0" : "1";
        rows.row(List.of(cells));
      }
    }
  }

  private static DataInputStream open(Path file, int expected) throws IOException {
    DataInputStream stream =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
    int magic = stream.readInt();
    if (magic != expected) {
      stream.close();
      throw new InvalidInputException(
          "'%s' begins with %#x, expected %#x as an IDX file of bytes does"
              .formatted(file, magic, expected));
    }
    return stream;
  }
}
