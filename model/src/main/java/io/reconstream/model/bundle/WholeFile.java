/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** Writes a file that is there whole, or not at all; a file that was there before is replaced. */
public final class WholeFile {
  private WholeFile() {}

  /** Makes the content of a file. */
  @FunctionalInterface
  public interface Content<T> {

    /**
     * Writes everything.
     *
     * @param draft where to; no such file exists
     * @return what the caller wants to know of it
     */
    T write(Path draft) throws IOException;
  }

  /**
   * Writes to a new file beside the target and then moves it to its name. An interrupt (Ctrl-C)
   * leaves the target as it was and no draft behind.
   *
   * @param content what it throws leaves the target untouched
   * @return what {@code content} returned
   */
  public static <T> T write(Path target, Content<T> content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        folder.resolve(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    Files.deleteIfExists(draft);
    Thread interrupted = new Thread(() -> delete(draft), "delete-draft");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      T result = content.write(draft);
      // A crash after the move must not leave a name without content.
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } finally {
      Files.deleteIfExists(draft);
      forget(interrupted);
    }
  }

  /**
   * Writes these bytes, reads them back, and only then gives them their name.
   *
   * @param verify is given what the file holds; what it throws leaves the target untouched
   * @return what {@code verify} returned
   */
  static <T> T write(Path target, byte[] content, Function<byte[], T> verify) throws IOException {
    return write(
        target,
        draft -> {
          Files.write(draft, content);
          return verify.apply(Files.readAllBytes(draft));
        });
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down, and the hook finds nothing left
    }
  }

  /** Why writing failed, in words: the messages of some I/O exceptions are only a path. */
  public static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
