/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** Writes a file that is there whole and verified, or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes to a new file beside the target, reads that back, and only then moves it to its name.
   *
   * @param verify is given what the file holds; what it throws leaves the target untouched
   * @return what {@code verify} returned
   */
  static <T> T write(Path target, byte[] content, Function<byte[], T> verify) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        folder.resolve(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        // A crash after the move must not leave a name without content.
        channel.force(true);
      }
      T verified = verify.apply(Files.readAllBytes(draft));
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return verified;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Why writing failed, in words: the messages of some I/O exceptions are only a path. */
  static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
