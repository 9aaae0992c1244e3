/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Collectors;

/**
 * Bundle metadata as JSON.
 *
 * <p>Properties that this reader does not know are passed over: a later writer may add one without
 * a new format version, as long as ignoring it is harmless. What must not be ignored raises the
 * version.
 */
final class MetadataJson {
  /** Far above the golden rows of any window. */
  static final int MAX_CHARACTERS = 32 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MetadataJson() {}

  static String write(BundleMetadata metadata) {
    try {
      return MAPPER.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("bundle metadata have no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads metadata of this format version.
   *
   * @throws BundleException if they are of another version, incomplete or contradictory
   */
  static BundleMetadata read(String json) {
    if (json.length() > MAX_CHARACTERS) {
      throw new BundleException(
          "metadata have %d characters, allowed are at most %d"
              .formatted(json.length(), MAX_CHARACTERS));
    }
    try {
      JsonNode tree = MAPPER.readTree(json);
      JsonNode version = tree.path("formatVersion");
      if (!version.isInt() || version.intValue() != BundleMetadata.FORMAT_VERSION) {
        throw new BundleException(
            "has bundle format version %s, supported is %d: %s"
                .formatted(
                    version.isMissingNode() ? "none" : version.toString(),
                    BundleMetadata.FORMAT_VERSION,
                    "read it with the Reconstream release that wrote it, or train it anew"));
      }
      return MAPPER.treeToValue(tree, BundleMetadata.class);
    } catch (JsonMappingException e) {
      throw new BundleException("metadata at %s: %s".formatted(path(e), reason(e)), e);
    } catch (JsonProcessingException e) {
      throw new BundleException("metadata are not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the root" : path.substring(1);
  }

  private static String reason(JsonMappingException e) {
    if (e.getCause() instanceof NullPointerException) {
      return "a value is missing that every bundle has";
    }
    return e.getCause() instanceof IllegalArgumentException cause
        ? cause.getMessage()
        : e.getOriginalMessage();
  }
}
