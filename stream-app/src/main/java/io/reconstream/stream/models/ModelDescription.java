/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.BundleSignature;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A serving model as JSON, for the endpoint. */
public final class ModelDescription {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ModelDescription() {}

  /** Name, version, hash, threshold, columns, window, and where it comes from. */
  public static String of(ServingModel model) {
    BundleMetadata metadata = model.bundle().metadata();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", metadata.name());
    fields.put("version", metadata.version());
    fields.put("hash", model.bundle().hash());
    fields.put("signedBy", model.bundle().signature().map(BundleSignature::keyId).orElse(null));
    fields.put("threshold", model.threshold());
    fields.put("thresholdMethod", metadata.threshold().method());
    fields.put("columns", metadata.features().columns());
    fields.put("windowLength", metadata.windowLength());
    fields.put("createdAt", metadata.provenance().createdAt());
    fields.put("trainingRows", metadata.provenance().trainingRows());
    fields.put("metrics", metadata.provenance().metrics());
    try {
      return JSON.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
