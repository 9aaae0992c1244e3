/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A sealed model, read and verified.
 *
 * @param origin where it was read from, for messages
 * @param hash SHA-256 of the file without its signature, hexadecimal; the model's identity in
 *     alerts
 * @param bytes the file, an ONNX model
 * @param metadata what the file says beside its graph
 */
@SuppressWarnings("ArrayRecordComponent") // identity is the hash; see equals
public record Bundle(String origin, String hash, byte[] bytes, BundleMetadata metadata) {

  /** No larger file is read: a guard for the heap, far above any autoencoder for a stream. */
  public static final long MAX_BYTES = 512L << 20;

  /**
   * Reads a file and verifies it: format version, seal, metadata, graph inputs and outputs, no
   * external data, standard operators only. Golden rows are checked when it is opened for scoring.
   * A signature is not asked for.
   *
   * @throws BundleException if the file is not a usable bundle
   */
  public static Bundle read(Path file) {
    return read(file, TrustedKeys.notAskedFor());
  }

  /**
   * The same of a file that must be signed, which is looked at before anything else.
   *
   * @throws BundleException if no trusted key signed the file, or it is not a usable bundle
   */
  public static Bundle read(Path file, TrustedKeys trusted) {
    String origin = file.toString();
    try {
      if (Files.isDirectory(file)) {
        throw new BundleException(origin + ": is a directory, expected a bundle file");
      }
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new BundleException(
            "%s: has %d bytes, allowed are at most %d".formatted(origin, size, MAX_BYTES));
      }
      return of(origin, Files.readAllBytes(file), trusted);
    } catch (NoSuchFileException e) {
      throw new BundleException(origin + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new BundleException(origin + ": permission denied", e);
    } catch (IOException | OutOfMemoryError e) {
      throw new BundleException("%s: cannot be read: %s".formatted(origin, e.getMessage()), e);
    }
  }

  /**
   * Verifies a bundle that is already in memory.
   *
   * @param origin where the bytes come from, for messages
   * @throws BundleException if the bytes are not a usable bundle
   */
  public static Bundle of(String origin, byte[] bytes) {
    return of(origin, bytes, TrustedKeys.notAskedFor());
  }

  private static Bundle of(String origin, byte[] bytes, TrustedKeys trusted) {
    try {
      trusted.check(bytes);
      SealedModel model = SealedModel.parse(bytes);
      GraphShape graph = GraphShape.of(model.graph());
      BundleMetadata metadata = model.metadata();
      metadata.check(graph);
      return new Bundle(origin, Sha256.hex(BundleSignature.content(bytes)), bytes, metadata);
    } catch (BundleException e) {
      throw new BundleException("%s: %s".formatted(origin, e.getMessage()), e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // what it took is free again, and whoever runs beside it goes on
      throw new BundleException("%s: cannot be verified here: %s".formatted(origin, e), e);
    }
  }

  /**
   * Seals an exported graph with its metadata into one file. The file appears whole and verified,
   * or not at all; a file that was there before is replaced.
   *
   * @param graph an ONNX model that follows {@link GraphContract}
   * @throws BundleException if the sealed bundle would not verify or cannot be written
   */
  public static Bundle seal(byte[] graph, BundleMetadata metadata, Path file) {
    return seal(graph, metadata, Optional.empty(), file);
  }

  /**
   * The same, signed; the file never lies there without its signature.
   *
   * @param key to sign with; empty: it is not signed
   */
  public static Bundle seal(
      byte[] graph, BundleMetadata metadata, Optional<SigningKey> key, Path file) {
    byte[] sealed;
    try {
      sealed = SealedModel.seal(graph, MetadataJson.write(metadata));
    } catch (BundleException e) {
      throw new BundleException("%s: %s".formatted(file, e.getMessage()), e);
    }
    return write(file, key.map(signer -> signer.sign(sealed).appendTo(sealed)).orElse(sealed));
  }

  /**
   * Writes this bundle again, signed; a signature that it has goes. Its hash stays.
   *
   * @throws BundleException if the file cannot be written
   */
  public Bundle sign(SigningKey key, Path file) {
    byte[] content = BundleSignature.content(bytes);
    return write(file, key.sign(content).appendTo(content));
  }

  /** Who signed it, which nobody has checked who did not ask for it; empty: nobody. */
  public Optional<BundleSignature> signature() {
    return BundleSignature.of(bytes);
  }

  private static Bundle write(Path file, byte[] sealed) {
    try {
      return WholeFile.write(file, sealed, written -> of(file.toString(), written));
    } catch (IOException e) {
      throw new BundleException(
          "%s: cannot be written: %s".formatted(file, WholeFile.reason(e)), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bundle that && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "Bundle[%s %s, %s, from %s]"
        .formatted(metadata.name(), metadata.version(), hash.substring(0, 12), origin);
  }
}
