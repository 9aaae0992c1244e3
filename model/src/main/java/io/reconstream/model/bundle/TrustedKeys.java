/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose signatures are accepted.
 *
 * @param keys one of them must have signed a bundle; where there are none, no signature is asked
 *     for
 */
public record TrustedKeys(List<VerificationKey> keys) {

  public TrustedKeys {
    keys = List.copyOf(keys);
  }

  /** Any bundle is accepted, signed or not. */
  public static TrustedKeys notAskedFor() {
    return new TrustedKeys(List.of());
  }

  /**
   * Reads PEM files, one public key each.
   *
   * @throws KeyFileException naming the first that holds none
   */
  public static TrustedKeys read(List<Path> files) {
    return new TrustedKeys(files.stream().map(VerificationKey::read).toList());
  }

  /**
   * Looks at the file's bytes alone, before anything parses them.
   *
   * @throws BundleException if a signature is asked for, and this file lacks it
   */
  void check(byte[] file) {
    if (keys.isEmpty()) {
      return;
    }
    Optional<BundleSignature> signature = BundleSignature.of(file);
    if (signature.isEmpty()) {
      throw new BundleException("is not signed, expected a signature by " + text());
    }
    String signer = signature.get().keyId();
    List<VerificationKey> named = keys.stream().filter(key -> key.id().equals(signer)).toList();
    if (named.isEmpty()) {
      throw new BundleException(
          "is signed by the key %s, expected a signature by %s".formatted(signer, text()));
    }
    byte[] content = BundleSignature.content(file);
    if (named.stream().noneMatch(key -> key.verifies(content, signature.get().value()))) {
      throw new BundleException(
          "was altered after signing: the signature by the key %s does not fit its content"
              .formatted(signer));
    }
  }

  private String text() {
    return keys.stream()
        .map(VerificationKey::id)
        .collect(
            Collectors.joining(
                ", ", keys.size() == 1 ? "the trusted key " : "one of the trusted keys ", ""));
  }
}
