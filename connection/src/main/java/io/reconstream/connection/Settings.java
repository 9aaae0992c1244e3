/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.utils.Utils;

/**
 * Settings with what they refer to, and the secrets among them, which no text of ours may show.
 *
 * <p>A reference is {@code ${PROVIDER:PATH:KEY}} or {@code ${PROVIDER:KEY}}, as Kafka has it. Its
 * providers {@code file}, {@code env} and {@code dir} are there by these names; {@code
 * config.providers} names others, or these with parameters that restrict them. What a provider
 * gives is not looked at for further references.
 */
public final class Settings {

  /** Kafka's own providers, by the names that its documentation gives them. */
  private static final Map<String, String> KAFKAS =
      Map.of(
          "file", FileConfigProvider.class.getName(),
          "env", EnvVarConfigProvider.class.getName(),
          "dir", DirectoryConfigProvider.class.getName());

  private static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

  /** Keys whose values are secret wherever they stand. */
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(password|passphrase|secret|token|jaas\\.config|user\\.info|keystore\\.key)");

  /** Secrets inside a value: options of a login module, and what follows a user's name. */
  private static final Pattern SECRET_PART =
      Pattern.compile("(?i)(?:password|secret)\\s*=\\s*\"([^\"]+)\"|^[^:\\s=]+:(\\S+)$");

  /** Keys whose values are URLs, which may carry a user and a password. */
  private static final Pattern URL_KEY = Pattern.compile("(?i).*urls?");

  /** What a malformed URL may have for a user: all between its scheme, if any, and the last @. */
  private static final Pattern USER_IN_VALUE =
      Pattern.compile("^\\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?://)?|//)?(.+)@", Pattern.DOTALL);

  /** The same in a text, where a URL ends with its word. */
  private static final Pattern USER_OF_URL =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*:(?://)?|//)\\S*@");

  /** After // a name and a colon, but no port: a URL that was cut off before its @. */
  private static final Pattern CUT_OFF_USER =
      Pattern.compile("//(?![*\\[])[^/:\\s]*:(?!\\d{1,5}([/,\\s]|$))[^\\s,]*");

  /** Shorter texts are too common to be blotted out of messages. */
  private static final int SHORTEST = 4;

  private final Map<String, String> values;
  private final List<String> secrets;

  private Settings(Map<String, String> values, Set<String> secrets) {
    this.values = values;
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /**
   * Looks up all references.
   *
   * @param raw by key; {@code config.providers} and what begins so is about the providers
   * @throws SettingsException if one leads nowhere; it lists all
   */
  public static Settings of(Map<String, String> raw) {
    Map<String, String> settings = new TreeMap<>(raw);
    Map<String, String> about = new HashMap<>();
    settings
        .entrySet()
        .removeIf(
            entry -> {
              boolean isAbout =
                  entry.getKey().equals(PROVIDERS) || entry.getKey().startsWith(PROVIDERS + ".");
              if (isAbout) {
                about.put(entry.getKey(), entry.getValue());
              }
              return isAbout;
            });
    Set<String> secrets = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    Map<String, ConfigProvider> providers = providers(settings, about, secrets, problems);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    try {
      settings.replaceAll((key, value) -> resolved(key, value, providers, problems));
    } finally {
      providers.values().forEach(provider -> Utils.closeQuietly(provider, "config provider"));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    settings.forEach((key, value) -> secrets.addAll(secretsOf(key, value)));
    return new Settings(settings, secrets);
  }

  /** Those that are named by a reference: nothing else need be on the class path. */
  private static Map<String, ConfigProvider> providers(
      Map<String, String> settings,
      Map<String, String> about,
      Set<String> secrets,
      List<String> problems) {
    Map<String, String> classes = new HashMap<>(KAFKAS);
    for (String name : about.getOrDefault(PROVIDERS, "").split("\\s*,\\s*")) {
      String type = about.get(PROVIDERS + "." + name + ".class");
      if (type != null) {
        classes.put(name, type);
      } else if (!name.isBlank() && !KAFKAS.containsKey(name)) {
        problems.add(
            "%s names '%s', but %s.%2$s.class is not set".formatted(PROVIDERS, name, PROVIDERS));
      }
    }
    Map<String, ConfigProvider> providers = new LinkedHashMap<>();
    for (String value : settings.values()) {
      Matcher reference = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
      while (reference.find()) {
        String name = reference.group(1);
        String type = classes.get(name);
        if (type != null && !providers.containsKey(name)) {
          open(name, type, about, problems)
              .ifPresent(
                  provider -> providers.put(name, new RememberingProvider(provider, secrets)));
        }
      }
    }
    return providers;
  }

  private static Optional<ConfigProvider> open(
      String name, String type, Map<String, String> about, List<String> problems) {
    String allowed = System.getProperty(AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY);
    if (allowed != null && !Arrays.asList(allowed.strip().split("\\s*,\\s*")).contains(type)) {
      problems.add(
          "the config provider '%s' is %s, which the system property %s does not allow: %s"
              .formatted(name, type, AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY, allowed));
      return Optional.empty();
    }
    try {
      ConfigProvider provider = Utils.newInstance(type, ConfigProvider.class);
      String prefix = PROVIDERS + "." + name + ".param.";
      Map<String, String> parameters = new HashMap<>();
      about.forEach(
          (key, value) -> {
            if (key.startsWith(prefix)) {
              parameters.put(key.substring(prefix.length()), value);
            }
          });
      provider.configure(parameters);
      return Optional.of(provider);
    } catch (ClassNotFoundException | ClassCastException | KafkaException e) {
      problems.add(
          "the config provider '%s' cannot be had from class '%s': %s"
              .formatted(name, type, e.getMessage()));
      return Optional.empty();
    }
  }

  private static String resolved(
      String key, String value, Map<String, ConfigProvider> providers, List<String> problems) {
    Matcher reference = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
    int before = problems.size();
    while (reference.find()) {
      String name = reference.group(1);
      if (!providers.containsKey(name)) {
        problems.add(
            "%s refers to %s, but there is no config provider '%s'"
                .formatted(key, reference.group(), name));
        continue;
      }
      String path = reference.group(3) == null ? "" : reference.group(3);
      try {
        if (providers.get(name).get(path, Set.of(reference.group(4))).data().isEmpty()) {
          problems.add("%s refers to %s, which has no value".formatted(key, reference.group()));
        }
      } catch (ConfigException | IllegalStateException e) {
        problems.add("%s refers to %s: %s".formatted(key, reference.group(), e.getMessage()));
      }
    }
    return problems.size() > before
        ? value
        : new ConfigTransformer(providers).transform(Map.of(key, value)).data().get(key);
  }

  private static Set<String> secretsOf(String key, String value) {
    Set<String> found = new TreeSet<>();
    if (SECRET_KEY.matcher(key).matches()) {
      found.add(value);
      Matcher part = SECRET_PART.matcher(value);
      while (part.find()) {
        found.add(part.group(1) == null ? part.group(2) : part.group(1));
      }
    }
    if (URL_KEY.matcher(key).matches()) {
      Matcher user = USER_IN_VALUE.matcher(value);
      if (user.find()) {
        found.add(user.group(1));
      }
    }
    return found;
  }

  /** By key, references replaced by what they lead to; without what is about the providers. */
  public Map<String, String> values() {
    return values;
  }

  /** A text for a terminal or a log: {@code ***} stands for secrets and for users of URLs. */
  public String withoutSecrets(String text) {
    String shown = text;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return withoutUser(shown);
  }

  /** The stack trace of an error, for a terminal or a log. */
  public String withoutSecrets(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace, true));
    return withoutSecrets(trace.toString());
  }

  /** A URL may carry a user and a password, also one that is malformed or cut off. */
  public static String withoutUser(String text) {
    return CUT_OFF_USER.matcher(USER_OF_URL.matcher(text).replaceAll("$1***@")).replaceAll("//***");
  }
}
