/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One key in the text format of RFC 7468. No message repeats anything of what a file holds. */
final class PemFile {
  private static final int MAX_BYTES = 1 << 16;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private PemFile() {}

  /**
   * The bytes of the file's only block.
   *
   * @param label what it must be, such as {@code PUBLIC KEY}
   * @param made how such a file is made, for messages
   * @throws KeyFileException if it is not there, or something else
   */
  static byte[] read(Path file, String label, String made) {
    Matcher block = BLOCK.matcher(text(file));
    if (!block.find()) {
      throw new KeyFileException(
          "%s: has no PEM block, expected one '%s' (%s)".formatted(file, label, made));
    }
    String found = block.group(1);
    String body = block.group(2);
    if (!found.equals(label) || block.find()) {
      throw new KeyFileException(
          "%s: has %s, expected one '%s' (%s)"
              .formatted(
                  file,
                  found.equals(label) ? "several PEM blocks" : "a PEM block '" + found + "'",
                  label,
                  made));
    }
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException("%s: its PEM block is not base64".formatted(file), e);
    }
  }

  private static String text(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] read = bytes.readNBytes(MAX_BYTES + 1);
      if (read.length > MAX_BYTES) {
        throw new KeyFileException(
            "%s: is larger than %d bytes, which no key file is".formatted(file, MAX_BYTES));
      }
      return new String(read, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new KeyFileException(file + ": no such file", e);
    } catch (IOException e) {
      throw new KeyFileException("%s: cannot be read: %s".formatted(file, WholeFile.reason(e)), e);
    }
  }
}
