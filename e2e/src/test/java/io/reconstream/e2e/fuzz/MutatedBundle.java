/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A bundle that was altered: its bytes, or its graph or metadata and then sealed anew, as whoever
 * means harm would, so that what is behind the seal meets it.
 */
final class MutatedBundle {
  private static final String METADATA = "reconstream.metadata";
  private static final String SEAL = "reconstream.seal";

  private static final List<String> TEXTS =
      List.of(
          "",
          "features",
          "score",
          "feature_error",
          "reconstruction",
          "latent",
          "components",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Sqrt",
          "Log",
          "Exp",
          "Relu",
          "Tanh",
          "Sigmoid",
          "Softmax",
          "Gemm",
          "MatMul",
          "Concat",
          "Split",
          "Slice",
          "Gather",
          "GatherND",
          "ScatterND",
          "Reshape",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Expand",
          "Tile",
          "Pad",
          "Resize",
          "ConstantOfShape",
          "Range",
          "OneHot",
          "NonZero",
          "TopK",
          "CumSum",
          "Where",
          "Cast",
          "ReduceMean",
          "ReduceMax",
          "ReduceSum",
          "ArgMax",
          "Conv",
          "ConvTranspose",
          "MaxPool",
          "LSTM",
          "GRU",
          "LayerNormalization",
          "Identity",
          "Shape",
          "Size",
          "If",
          "Einsum",
          "RandomNormal",
          "Compress",
          "Unique",
          "axis",
          "axes",
          "perm",
          "to",
          "value",
          "ai.onnx.ml",
          "com.microsoft");
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    16,
    127,
    1_000,
    1L << 20,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 33,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] REALS = {
    0, -0.0, 1, -1, 1e-45, 1e30, 3e38, Double.NaN, Double.POSITIVE_INFINITY, -1e300, 0.5
  };

  private MutatedBundle() {}

  static byte[] of(byte[] bundle, Random random) {
    try {
      return switch (random.nextInt(8)) {
        case 0 -> MutatedText.byteChanged(bundle, random);
        case 1 -> sealed(withMetadata(ModelProto.parseFrom(bundle), random));
        default -> {
          ModelProto model = ModelProto.parseFrom(bundle);
          for (int left = 1 + random.nextInt(2); left > 0; left--) {
            model = withGraph(model, random);
          }
          yield sealed(model);
        }
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no bundle to begin with", e);
    }
  }

  private static ModelProto withMetadata(ModelProto model, Random random) {
    ModelProto.Builder changed = model.toBuilder().clearMetadataProps();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      changed.addMetadataProps(
          entry.getKey().equals(METADATA)
              ? entry.toBuilder()
                  .setValue(
                      new String(MutatedText.of(entry.getValue(), random), StandardCharsets.UTF_8))
                  .build()
              : entry);
    }
    return changed.build();
  }

  private static ModelProto withGraph(ModelProto model, Random random) {
    return random.nextInt(10) > 0
        ? model.toBuilder().setGraph((GraphProto) mutated(model.getGraph(), random)).build()
        : (ModelProto) mutated(model, random);
  }

  /** Changes one place, mostly far down in the tree. */
  private static Message mutated(Message message, Random random) {
    Message.Builder builder = message.toBuilder();
    List<FieldDescriptor> set = List.copyOf(message.getAllFields().keySet());
    List<FieldDescriptor> all = message.getDescriptorForType().getFields();
    FieldDescriptor field =
        set.isEmpty() || random.nextInt(12) == 0
            ? all.get(random.nextInt(all.size()))
            : set.get(random.nextInt(set.size()));
    if (!field.isRepeated()) {
      if (random.nextInt(12) == 0) {
        return builder.clearField(field).build();
      }
      return builder
          .setField(field, changed(field, message.getField(field), builder, random))
          .build();
    }
    int count = message.getRepeatedFieldCount(field);
    if (count == 0) {
      return builder.addRepeatedField(field, changed(field, null, builder, random)).build();
    }
    int at = random.nextInt(count);
    Object element = message.getRepeatedField(field, at);
    switch (random.nextInt(10)) {
      case 0 -> builder.addRepeatedField(field, element);
      case 1 ->
          builder.setRepeatedField(
              field, at, message.getRepeatedField(field, random.nextInt(count)));
      case 2 -> {
        List<?> elements = (List<?>) message.getField(field);
        builder.clearField(field);
        for (int i = 0; i < count; i++) {
          if (i != at) {
            builder.addRepeatedField(field, elements.get(i));
          }
        }
      }
      default -> builder.setRepeatedField(field, at, changed(field, element, builder, random));
    }
    return builder.build();
  }

  private static Object changed(
      FieldDescriptor field, Object former, Message.Builder parent, Random random) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    double real = REALS[random.nextInt(REALS.length)];
    return switch (field.getJavaType()) {
      case MESSAGE ->
          mutated(
              former == null ? parent.newBuilderForField(field).build() : (Message) former, random);
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case LONG -> number;
      case INT -> (int) number;
      case FLOAT -> (float) real;
      case DOUBLE -> real;
      case BOOLEAN -> random.nextBoolean();
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case BYTE_STRING -> {
        byte[] bytes = former == null ? new byte[0] : ((ByteString) former).toByteArray();
        yield ByteString.copyFrom(
            bytes.length == 0 ? new byte[] {1, 2, 3, 4} : MutatedText.byteChanged(bytes, random));
      }
    };
  }

  /** As {@code docs/bundle.md} defines the seal. */
  private static byte[] sealed(ModelProto model) {
    ModelProto.Builder described = model.toBuilder().clearMetadataProps();
    model.getMetadataPropsList().stream()
        .filter(entry -> !entry.getKey().equals(SEAL))
        .forEach(described::addMetadataProps);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(described.build().toByteArray());
      return described
          .addMetadataProps(
              StringStringEntryProto.newBuilder()
                  .setKey(SEAL)
                  .setValue(HexFormat.of().formatHex(digest)))
          .build()
          .toByteArray();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
