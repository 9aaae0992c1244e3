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
 * object of a hundred, in our heap and again in ONNX Runtime's.
 */
final class WireLimits {
  static final int MAX_FIELDS = 1_000_000;
  static final int MAX_DEPTH = 64;

  private final CodedInputStream input;
  private int fields;

  private WireLimits(byte[] bytes) {
    this.input = CodedInputStream.newInstance(bytes);
  }

  /**
   * Walks through a message without keeping anything of it.
   *
   * @throws BundleException if it has too many fields or is nested too deeply
   * @throws InvalidProtocolBufferException if it is no protobuf
   */
  static void check(byte[] bytes, Descriptor type) throws IOException {
    new WireLimits(bytes).message(type, 1);
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
      } else {
        input.skipField(tag);
      }
    }
  }
}
