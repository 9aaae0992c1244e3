/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the registry's client. */
public final class RegistryClient {
  private static final int SCHEMAS_CACHED = 1_000;
  private static final String PREFIX = "schema.registry.";
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String USER_INFO = "basic.auth.user.info";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String TOKEN = "bearer.auth.token";

  private RegistryClient() {}

  /**
   * A client that authenticates as configured; it connects when it is asked first.
   *
   * @param urls tried in turn; a user and password in them are used, and shown by no message
   * @param settings the client's own keys, without the prefix {@code schema.registry.}
   * @throws RuntimeException if a setting is not allowed
   */
  public static SchemaRegistryClient open(List<String> urls, Map<String, ?> settings) {
    Map<String, Object> own = new TreeMap<>(settings);
    userOf(urls).ifPresent(user -> own.putIfAbsent(USER_INFO, user));
    // the client would ignore credentials without being told to use them
    if (own.containsKey(USER_INFO)) {
      own.putIfAbsent(BASIC_SOURCE, "USER_INFO");
    }
    if (own.containsKey(TOKEN)) {
      own.putIfAbsent(BEARER_SOURCE, "STATIC_TOKEN");
    }
    // it reads some of its keys with a prefix and some without
    Map<String, Object> both = new HashMap<>(own);
    own.forEach((key, value) -> both.put(PREFIX + key, value));
    return new CachedSchemaRegistryClient(
        urls.stream().map(RegistryClient::withoutUser).toList(), SCHEMAS_CACHED, both);
  }

  private static Optional<String> userOf(List<String> urls) {
    return urls.stream()
        .map(url -> URI.create(url).getUserInfo())
        .filter(user -> user != null)
        .findFirst();
  }

  private static String withoutUser(String url) {
    return url.replaceFirst("//[^/@]*@", "//");
  }
}
