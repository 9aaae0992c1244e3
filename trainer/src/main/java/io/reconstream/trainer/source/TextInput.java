/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.trainer.config.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Text files, plain or compressed by gzip: UTF-8, strictly. */
final class TextInput {
  private static final int BUFFER = 1 << 16;

  private TextInput() {}

  static BufferedReader open(Path file) {
    InputStream bytes = null;
    try {
      bytes = Files.newInputStream(file);
      if (file.toString().endsWith(".gz")) {
        bytes = new GZIPInputStream(bytes, BUFFER);
      }
      Reader characters =
          new InputStreamReader(
              bytes,
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      return new BufferedReader(characters, BUFFER);
    } catch (IOException e) {
      close(bytes);
      throw failure(file, 1, e);
    }
  }

  /** The message for a file that cannot be read on. */
  static InvalidInputException failure(Path file, long line, IOException e) {
    String reason =
        e instanceof CharacterCodingException
            ? "it is not UTF-8 text"
            : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InvalidInputException(
        "'%s' cannot be read near line %d: %s".formatted(file, line, reason), e);
  }

  private static void close(InputStream bytes) {
    if (bytes != null) {
      try {
        bytes.close();
      } catch (IOException e) {
        // the failure that made us close it is reported instead
      }
    }
  }
}
