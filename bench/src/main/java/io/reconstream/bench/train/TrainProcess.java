/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.trainer.network.LibTorch;
import java.io.IOException;
import java.nio.file.Path;

/** Runs one of the variants on libtorch in this process. */
public final class TrainProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainProcess() {}

  /**
   * @param args a file with the {@link TrainCase} and one that takes the {@link EpochTimes}, both
   *     JSON
   */
  public static void main(String[] args) throws IOException {
    TrainCase one = JSON.readValue(Path.of(args[0]).toFile(), TrainCase.class);
    EpochTimes times =
        switch (one.variant()) {
          case RECONSTREAM -> new ProductLoop(one.task()).run();
          case LIBTORCH -> {
            LibTorch.start(1);
            yield new BareLoop(one.task()).run();
          }
          case H2O -> throw new IllegalArgumentException("has a program of its own");
        };
    JSON.writeValue(Path.of(args[1]).toFile(), times);
  }
}
