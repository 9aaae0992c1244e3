/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.reconstream.stream.config.AppConfig;
import java.util.Map;

/** Makes the registry's client. */
public final class RegistryConnection {
  private static final int SCHEMAS_CACHED = 1_000;
  private static final String SOURCE = "basic.auth.credentials.source";
  private static final String USER_INFO = "basic.auth.user.info";

  private RegistryConnection() {}

  /** A client that authenticates as configured; it connects when it is asked first. */
  public static SchemaRegistryClient open(AppConfig config) {
    Map<String, Object> settings = config.registry();
    if (settings.containsKey(USER_INFO)) {
      // the client would ignore user and password without being told to use them
      settings.putIfAbsent(SOURCE, "USER_INFO");
    }
    try {
      return new CachedSchemaRegistryClient(config.registryUrls(), SCHEMAS_CACHED, settings);
    } catch (RuntimeException e) {
      throw new StartException("a schema.registry.* setting is not allowed: " + e.getMessage(), e);
    }
  }
}
