/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.scoring.ScoringException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Reads, opens and runs mutated bundles, in a JVM of its own: what kills ONNX Runtime kills its
 * process. The number of the input at hand is in a file that outlives it.
 */
final class BundleAttack {
  private final List<byte[]> bundles;
  private final MappedByteBuffer atHand;

  private BundleAttack(List<byte[]> bundles, MappedByteBuffer atHand) {
    this.bundles = bundles;
    this.atHand = atHand;
  }

  /**
   * @param arguments how many inputs, the file for the number of the input at hand, and bundles to
   *     begin with
   */
  public static void main(String[] arguments) throws Exception {
    List<byte[]> bundles = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      bundles.add(Files.readAllBytes(Path.of(arguments[i])));
    }
    MappedByteBuffer atHand = number(Path.of(arguments[1]));
    BundleAttack attack = new BundleAttack(bundles, atHand);
    try {
      Fuzz.run("bundles", Integer.parseInt(arguments[0]), attack::run);
    } catch (AssertionError e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  static MappedByteBuffer number(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES);
    }
  }

  private String run(Random random) {
    atHand.putInt(0, atHand.getInt(0) + 1);
    byte[] mutated = MutatedBundle.of(bundles.get(random.nextInt(bundles.size())), random);
    Bundle bundle;
    try {
      bundle = Bundle.of("mutated", mutated);
    } catch (BundleException e) {
      return "refused when read";
    }
    try (Scorer scorer = Scorer.open(bundle)) {
      return score(scorer, random);
    } catch (BundleException e) {
      return e.getMessage().contains("golden row")
          ? "refused by its golden rows"
          : "refused by ONNX Runtime";
    }
  }

  private static String score(Scorer scorer, Random random) {
    int rows = 1 + random.nextInt(4);
    try (ScoringBatch batch = scorer.batch(rows)) {
      for (int i = 0; i < rows * scorer.windowLength() * scorer.width(); i++) {
        batch.features().put(i, random.nextInt(8) == 0 ? Float.NaN : random.nextFloat());
      }
      batch.score(rows);
      batch.details(rows);
      return "scores";
    } catch (ScoringException e) {
      return "opens, a batch fails";
    }
  }
}
