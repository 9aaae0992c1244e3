/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Limits on a protobuf before objects are made of it: two bytes of a hostile file can become an
 * object of a hundred, in our heap and again in ONNX Runtime's. A candidate is read beside a model
 * that serves, so what it takes is told from its bytes, before it takes it.
 */
final class WireLimits {
  static final int MAX_FIELDS = 1_000_000;
  static final int MAX_DEPTH = 64;

  /** An object with its place in a list, generously. */
  private static final int BYTES_OF_FIELD = 128;

  /** The file, the part of its graph that scores, and what ONNX Runtime is given. */
  private static final int COPIES = 3;

  private final CodedInputStream input;
  private int fields;
  private long heap;

  private WireLimits(byte[] bytes) {
    this.input = CodedInputStream.newInstance(bytes);
    this.heap = (long) COPIES * bytes.length;
  }

  /**
   * Walks through a message without keeping anything of it.
   *
   * @param maxHeap the JVM's, in bytes
   * @throws BundleException if it has too many fields, is nested too deeply, or may take more than
   *     half of the heap
   * @throws InvalidProtocolBufferException if it is no protobuf
   */
  static void check(byte[] bytes, Descriptor type, long maxHeap) throws IOException {
    WireLimits limits = new WireLimits(bytes);
    limits.message(type, 1);
    if (limits.heap > maxHeap / 2) {
      throw new BundleException(
          "may take %d MiB of heap to read, allowed is half of the %d MiB that this JVM has (-Xmx)"
              .formatted(limits.heap >> 20, maxHeap >> 20));
    }
  }

  private void message(Descriptor type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new BundleException(
          "is nested more than %d levels deep, which no model is".formatted(MAX_DEPTH));
    }
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      if (++fields > MAX_FIELDS) {
        throw new BundleException(
            "has more than %d fields, which no model of a stream has".formatted(MAX_FIELDS));
      }
      heap += BYTES_OF_FIELD;
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      int wireType = WireFormat.getTagWireType(tag);
      if (wireType == WireFormat.WIRETYPE_START_GROUP) {
        throw new InvalidProtocolBufferException("a group, which ONNX does not use");
      }
      if (field != null
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int outer = input.pushLimit(input.readRawVarint32());
        message(field.getMessageType(), depth + 1);
        input.popLimit(outer);
      } else if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int length = input.readRawVarint32();
        heap += (long) length * growth(field);
        input.skipRawBytes(length);
      } else {
        input.skipField(tag);
      }
    }
  }

  /** A packed number of one byte becomes up to eight; the rest stays as long as it is. */
  private static int growth(FieldDescriptor field) {
    if (field == null) {
      return 1;
    }
    return switch (field.getJavaType()) {
      case LONG -> Long.BYTES;
      case INT, ENUM, BOOLEAN -> Integer.BYTES;
      default -> 1;
    };
  }
}
