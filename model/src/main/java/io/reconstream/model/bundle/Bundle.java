/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.nio.file.Path;

/**
 * A sealed model, read and verified.
 *
 * @param origin where it was read from, for messages
 * @param hash SHA-256 of the file, hexadecimal; the model's identity in alerts
 * @param bytes the file, an ONNX model
 * @param metadata what the file says beside its graph
 */
@SuppressWarnings("ArrayRecordComponent") // identity is the hash; see equals
public record Bundle(String origin, String hash, byte[] bytes, BundleMetadata metadata) {

  /**
   * Reads a file and verifies it: format version, metadata, graph inputs and outputs, no external
   * data, standard operators only. Golden rows are checked when it is opened for scoring.
   *
   * @throws BundleException if the file is not a usable bundle
   */
  public static Bundle read(Path file) {
    throw new UnsupportedOperationException("to be written");
  }

  /**
   * Seals an exported graph with its metadata into one file. The file appears whole or not at all.
   *
   * @param graph an ONNX model that follows {@link GraphContract}
   * @throws BundleException if the sealed bundle would not verify
   */
  public static Bundle seal(byte[] graph, BundleMetadata metadata, Path file) {
    throw new UnsupportedOperationException("to be written");
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
