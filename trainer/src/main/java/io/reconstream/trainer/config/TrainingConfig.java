/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A complete training configuration: every key has its effective value.
 *
 * @param name the model's name
 * @param version the model's version, given by who trains it
 * @param data where the rows come from
 * @param features what the row is made of; empty for every column that is not used otherwise
 * @param model the network
 * @param training how it learns
 * @param threshold how the threshold is chosen
 */
public record TrainingConfig(
    String name,
    String version,
    DataConfig data,
    List<FeatureConfig> features,
    ModelConfig model,
    TrainingSettings training,
    ThresholdConfig threshold) {

  public TrainingConfig {
    features = List.copyOf(features);
  }

  /** The same with another network. */
  public TrainingConfig withModel(ModelConfig other) {
    return new TrainingConfig(name, version, data, features, other, training, threshold);
  }

  /** The same with other files. */
  public TrainingConfig withFiles(List<String> files) {
    return new TrainingConfig(
        name, version, data.withFiles(files), features, model, training, threshold);
  }

  /** Every key's dotted path with its effective value as text, such as training.epochs. */
  public Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    try {
      collect("", new YAMLMapper().readTree(toYaml()), keys);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written can be read", e);
    }
    return keys;
  }

  private static void collect(String path, JsonNode node, Map<String, String> keys) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(entry -> collect(prefix + entry.getKey(), entry.getValue(), keys));
    } else {
      keys.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  /** The whole configuration as YAML that reads back as this value. */
  public String toYaml() {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    try {
      return YAMLMapper.builder(factory)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration that was read cannot be written", e);
    }
  }
}
