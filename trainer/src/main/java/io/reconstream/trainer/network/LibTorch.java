/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads libtorch and sets it up for training.
 *
 * <p>Its native libraries (about 300 MB) are unpacked into the folder that the system property
 * {@value #CACHE} names and stay there for the next run; without the property, into a folder of the
 * system's temporary files that goes with the process.
 */
public final class LibTorch {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  private LibTorch() {}

  /**
   * Makes libtorch ready on this thread: one thread, since its threads spin and two on a busy
   * machine are far slower than one, and every random choice from {@code seed}.
   */
  public static void start(long seed) {
    Natives.load();
    torch.set_num_threads(1);
    torch.manual_seed(seed);
  }

  /** A GPU where the libtorch build and the machine have one, else the CPU. */
  public static Device device() {
    return new Device(torch.cuda_is_available() ? "cuda" : "cpu");
  }

  /** Loaded once, by the first who asks. */
  private static final class Natives {
    static {
      if (System.getProperty(CACHE) == null) {
        try {
          Path folder = Files.createTempDirectory("reconstream-libtorch");
          System.setProperty(CACHE, folder.toString());
          Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        } catch (IOException e) {
          throw new UncheckedIOException("no temporary folder for libtorch's libraries", e);
        }
      }
    }

    static void load() {
      // the static initialiser has done it
    }

    private static void delete(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        System.err.println("libtorch's temporary files are left in " + folder + ": " + e);
      }
    }
  }
}
