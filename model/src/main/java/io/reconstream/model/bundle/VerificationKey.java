/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/**
 * A public Ed25519 key.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the key's X.509 encoding (DER)
 * @param key it
 */
public record VerificationKey(String id, PublicKey key) {
  static final String ALGORITHM = "Ed25519";

  static VerificationKey of(PublicKey key) {
    return new VerificationKey(Sha256.hex(key.getEncoded()).substring(0, 16), key);
  }

  /**
   * Reads a PEM file, {@code PUBLIC KEY}.
   *
   * @throws KeyFileException if it holds anything else
   */
  public static VerificationKey read(Path file) {
    byte[] encoded =
        PemFile.read(file, "PUBLIC KEY", "openssl pkey -in private.pem -pubout -out public.pem");
    try {
      return of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new KeyFileException("%s: is not an Ed25519 public key".formatted(file), e);
    }
  }

  /** Whether this key's owner signed exactly this. */
  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(content);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // numbers that no signature has
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot verify Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
