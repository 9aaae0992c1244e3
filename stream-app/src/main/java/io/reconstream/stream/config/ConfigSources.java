/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings from a YAML or properties file, overridden by environment variables. */
public final class ConfigSources {

  /** An environment variable that begins so sets a key: RECONSTREAM_HTTP_PORT is http.port. */
  public static final String ENVIRONMENT_PREFIX = "RECONSTREAM_";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ConfigSources() {}

  /**
   * Reads and checks a configuration.
   *
   * @param file ends in .properties, .yaml or .yml; keys nested or dotted
   * @param environment the process's environment variables
   * @throws InvalidConfigException if the file cannot be read or a setting is not allowed
   */
  public static AppConfig load(Path file, Map<String, String> environment) {
    Map<String, String> settings = read(file);
    Map<String, String> overrides = fromEnvironment(environment);
    settings.putAll(overrides);
    try {
      return AppConfig.of(settings);
    } catch (InvalidConfigException e) {
      String variables =
          overrides.isEmpty()
              ? ""
              : ", with %s* variables of the environment over it,".formatted(ENVIRONMENT_PREFIX);
      throw new InvalidConfigException(
          "configuration file '%s'%s".formatted(file, variables), e.problems());
    }
  }

  /**
   * Reads settings from one JSON object; keys nested or dotted.
   *
   * @throws InvalidConfigException if it is none
   */
  public static Map<String, String> json(byte[] text) {
    Map<String, String> settings = new TreeMap<>();
    try {
      JsonNode root = JSON.readTree(text);
      if (!root.isObject()) {
        throw problem(
            "the record holds %s, expected a JSON object such as {\"policy.anomalous\": 2}"
                .formatted(root.isMissingNode() ? "nothing" : "the JSON value " + root));
      }
      flatten("", root, settings);
    } catch (IOException e) {
      throw problem(
          "the record is not JSON: %s"
              .formatted(
                  e instanceof JsonProcessingException json
                      ? json.getOriginalMessage()
                      : e.getMessage()));
    }
    return settings;
  }

  private static Map<String, String> read(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".properties") ? properties(text) : yaml(file, text);
    } catch (NoSuchFileException e) {
      throw problem("configuration file '%s' does not exist".formatted(file));
    } catch (MalformedInputException e) {
      throw problem("configuration file '%s' is not UTF-8 text".formatted(file));
    } catch (IOException | IllegalArgumentException e) {
      throw problem("configuration file '%s' cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static Map<String, String> properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString().strip()));
    return settings;
  }

  private static Map<String, String> yaml(Path file, String text) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    try {
      JsonNode root = new YAMLMapper().readTree(text);
      if (root.isObject()) {
        flatten("", root, settings);
      } else if (!root.isMissingNode() && !root.isNull()) {
        throw problem(
            "configuration file '%s' has no keys, expected lines such as http.port: 8080"
                .formatted(file));
      }
    } catch (JsonProcessingException e) {
      throw problem(
          "configuration file '%s' is not YAML at line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
    }
    return settings;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> settings) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      settings));
    } else if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(item.asText()));
      settings.put(path, String.join(",", items));
    } else {
      settings.put(path, node.isNull() ? "" : node.asText());
    }
  }

  /** Only names of declared keys and of Kafka's count: other programs may share the prefix. */
  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>();
    for (String key : AppConfig.DEFINITION.names()) {
      String value = environment.get(variable(key));
      if (value != null) {
        settings.put(key, value);
      }
    }
    environment.forEach(
        (name, value) -> {
          for (String prefix : List.of(AppConfig.KAFKA_PREFIX, AppConfig.REGISTRY_PREFIX)) {
            if (name.startsWith(variable(prefix))
                && !name.equals(variable(AppConfig.REGISTRY_URL))) {
              settings.put(
                  name.substring(ENVIRONMENT_PREFIX.length())
                      .toLowerCase(Locale.ROOT)
                      .replace('_', '.'),
                  value);
            }
          }
        });
    return settings;
  }

  /** The environment variable that sets a key. */
  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static InvalidConfigException problem(String message) {
    return new InvalidConfigException(List.of(message));
  }
}
