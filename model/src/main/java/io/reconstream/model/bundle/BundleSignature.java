/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 signature (RFC 8032) of a bundle: the last {@link #ENTRY_BYTES} bytes of the file,
 * which are its last entry of {@code metadata_props}. What is signed are all bytes before them,
 * which are the bundle without its signature. So nobody has to understand ONNX to verify it.
 *
 * <p>The entry's key is {@code reconstream.signature}, its value {@code ed25519:KEY_ID:SIGNATURE},
 * both in lower-case hexadecimal.
 *
 * @param keyId of the key that signed, 16 digits; see {@link VerificationKey}
 * @param value 64 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record BundleSignature(String keyId, byte[] value) {
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern TEXT =
      Pattern.compile("ed25519:(?<key>[0-9a-f]{16}):(?<value>[0-9a-f]{128})");

  /** What comes before the text in the file: tags and lengths of entry, key and value. */
  private static final byte[] HEAD = head();

  /** The size of a signature in a file. */
  public static final int ENTRY_BYTES = HEAD.length + 8 + 16 + 1 + 128;

  private static byte[] head() {
    byte[] key = SealedModel.SIGNATURE.getBytes(StandardCharsets.US_ASCII);
    int value = 8 + 16 + 1 + 128;
    int inner = 2 + key.length + 3 + value;
    byte[] head = new byte[3 + 2 + key.length + 3];
    head[0] = (14 << 3) | 2; // ModelProto.metadata_props
    head[1] = (byte) (inner | 0x80);
    head[2] = (byte) (inner >> 7);
    head[3] = (1 << 3) | 2; // its key
    head[4] = (byte) key.length;
    System.arraycopy(key, 0, head, 5, key.length);
    head[5 + key.length] = (2 << 3) | 2; // its value
    head[6 + key.length] = (byte) (value | 0x80);
    head[7 + key.length] = (byte) (value >> 7);
    return head;
  }

  /** The signature at the end of a file, whoever made it. */
  static Optional<BundleSignature> of(byte[] file) {
    int at = file.length - ENTRY_BYTES;
    if (at < 0 || !Arrays.equals(file, at, at + HEAD.length, HEAD, 0, HEAD.length)) {
      return Optional.empty();
    }
    int text = at + HEAD.length;
    Matcher parts =
        TEXT.matcher(new String(file, text, file.length - text, StandardCharsets.ISO_8859_1));
    return parts.matches()
        ? Optional.of(new BundleSignature(parts.group("key"), HEX.parseHex(parts.group("value"))))
        : Optional.empty();
  }

  /** The file without its signature, if it has one. */
  static byte[] content(byte[] file) {
    return of(file).isPresent() ? Arrays.copyOf(file, file.length - ENTRY_BYTES) : file;
  }

  /** The content followed by this signature. */
  byte[] appendTo(byte[] content) {
    byte[] text =
        "ed25519:%s:%s".formatted(keyId, HEX.formatHex(value)).getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(content, content.length + ENTRY_BYTES);
    System.arraycopy(HEAD, 0, file, content.length, HEAD.length);
    System.arraycopy(text, 0, file, content.length + HEAD.length, text.length);
    return file;
  }
}
