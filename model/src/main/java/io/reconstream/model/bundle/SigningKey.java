/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private Ed25519 key, to sign bundles with. */
public final class SigningKey {
  private final PrivateKey key;
  private final VerificationKey counterpart;

  private SigningKey(PrivateKey key, VerificationKey counterpart) {
    this.key = key;
    this.counterpart = counterpart;
  }

  /**
   * Reads a PEM file, {@code PRIVATE KEY} (PKCS#8) without a password.
   *
   * @throws KeyFileException if it holds anything else
   */
  public static SigningKey read(Path file) {
    byte[] encoded =
        PemFile.read(file, "PRIVATE KEY", "openssl genpkey -algorithm ed25519 -out private.pem");
    try {
      PrivateKey key =
          KeyFactory.getInstance(VerificationKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new SigningKey(key, VerificationKey.of(counterpart(key).getPublic()));
    } catch (GeneralSecurityException e) {
      // its cause may quote the key
      throw new KeyFileException("%s: is not an Ed25519 private key".formatted(file));
    }
  }

  /**
   * Java derives a public key only while it generates a pair, from the bytes it takes as random.
   */
  private static KeyPair counterpart(PrivateKey key) throws GeneralSecurityException {
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    KeyPairGenerator pairs = KeyPairGenerator.getInstance(VerificationKey.ALGORITHM);
    pairs.initialize(NamedParameterSpec.ED25519, new Seed(seed));
    return pairs.generateKeyPair();
  }

  /** Whose signatures these are. */
  public VerificationKey counterpart() {
    return counterpart;
  }

  /** Signs all of these bytes. */
  BundleSignature sign(byte[] content) {
    try {
      Signature signer = Signature.getInstance(VerificationKey.ALGORITHM);
      signer.initSign(key);
      signer.update(content);
      byte[] value = signer.sign();
      if (!counterpart.verifies(content, value)) {
        throw new IllegalStateException("this Java's Ed25519 does not verify what it signed");
      }
      return new BundleSignature(counterpart.id(), value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign by Ed25519", e);
    }
  }

  /** Says the same bytes whenever it is asked. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException(
            "this Java makes an Ed25519 key of %d bytes, expected %d"
                .formatted(bytes.length, seed.length));
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
