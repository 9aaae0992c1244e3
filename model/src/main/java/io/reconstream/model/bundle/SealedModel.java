/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;

/**
 * An ONNX model with our entries in its {@code metadata_props}.
 *
 * <p>The seal is the SHA-256 of the model serialised without {@link #SEAL} and {@link #SIGNATURE}:
 * a bit that flipped on disk or on the way is found before ONNX Runtime sees the graph. Whoever
 * alters a model on purpose can seal it anew; against that helps a {@link BundleSignature}, which
 * is the last entry of the file.
 */
final class SealedModel {
  static final String METADATA = "reconstream.metadata";
  static final String SEAL = "reconstream.seal";

  /** The signature; not part of what is sealed. */
  static final String SIGNATURE = "reconstream.signature";

  private final ModelProto model;
  private final BundleMetadata metadata;

  private SealedModel(ModelProto model, BundleMetadata metadata) {
    this.model = model;
    this.metadata = metadata;
  }

  GraphProto graph() {
    return model.getGraph();
  }

  BundleMetadata metadata() {
    return metadata;
  }

  /** Reads and verifies all that can be said of a model without its metadata. */
  static SealedModel parse(byte[] bytes) {
    ModelProto model = onnx(bytes);
    checkSignature(model, bytes);
    BundleMetadata metadata = MetadataJson.read(entry(model, METADATA));
    String expected = entry(model, SEAL);
    String actual = seal(model);
    if (!actual.equals(expected)) {
      throw new BundleException(
          "the content was altered after sealing: its SHA-256 is %s, sealed was %s"
              .formatted(actual, expected));
    }
    GraphRules.check(model);
    return new SealedModel(model, metadata);
  }

  /** A signature anywhere else than at the end signs nothing. */
  private static void checkSignature(ModelProto model, byte[] bytes) {
    long entries =
        model.getMetadataPropsList().stream()
            .filter(entry -> entry.getKey().equals(SIGNATURE))
            .count();
    if (entries > (BundleSignature.of(bytes).isPresent() ? 1 : 0)) {
      throw new BundleException(
          "has %d metadata entries '%s', expected at most one: the last %d bytes of the file"
              .formatted(entries, SIGNATURE, BundleSignature.ENTRY_BYTES));
    }
  }

  /** The bytes of a bundle: the graph with its metadata and seal. */
  static byte[] seal(byte[] graph, String metadataJson) {
    ModelProto described =
        without(onnx(graph), List.of(METADATA, SEAL, SIGNATURE))
            .addMetadataProps(entry(METADATA, metadataJson))
            .build();
    return described.toBuilder()
        .addMetadataProps(entry(SEAL, seal(described)))
        .build()
        .toByteArray();
  }

  /** Parses a model within the limits that keep the heap safe. */
  static ModelProto onnx(byte[] bytes) {
    if (bytes.length == 0) {
      throw new BundleException("is empty, expected an ONNX model");
    }
    try {
      WireLimits.check(bytes, ModelProto.getDescriptor(), Runtime.getRuntime().maxMemory());
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph()) {
        throw new BundleException("is not an ONNX model: it has no graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new BundleException(
          "is not an ONNX model, or is truncated: %s".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String seal(ModelProto model) {
    DigestOutputStream digest =
        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(digest);
      without(model, List.of(SEAL, SIGNATURE)).build().writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.getMessageDigest().digest());
  }

  private static ModelProto.Builder without(ModelProto model, List<String> keys) {
    ModelProto.Builder builder = model.toBuilder().clearMetadataProps();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (!keys.contains(entry.getKey())) {
        builder.addMetadataProps(entry);
      }
    }
    return builder;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static String entry(ModelProto model, String key) {
    List<String> values =
        model.getMetadataPropsList().stream()
            .filter(entry -> entry.getKey().equals(key))
            .map(StringStringEntryProto::getValue)
            .toList();
    if (values.size() != 1) {
      throw new BundleException(
          "has %d metadata entries '%s', expected 1: %s"
              .formatted(
                  values.size(),
                  key,
                  values.isEmpty()
                      ? "it is an ONNX model that Reconstream did not seal"
                      : "it was not sealed by Reconstream"));
    }
    return values.get(0);
  }
}
