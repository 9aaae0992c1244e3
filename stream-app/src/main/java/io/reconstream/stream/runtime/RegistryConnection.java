/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.reconstream.connection.Refusal;
import io.reconstream.connection.RegistryClient;
import io.reconstream.stream.config.AppConfig;

/** Makes the registry's client. */
public final class RegistryConnection {
  private RegistryConnection() {}

  /** A client that authenticates as configured; it connects when it is asked first. */
  public static SchemaRegistryClient open(AppConfig config) {
    try {
      return RegistryClient.open(config.registryUrls(), config.registry());
    } catch (RuntimeException e) {
      throw new StartException("a schema.registry.* setting is not allowed: " + Refusal.of(e), e);
    }
  }
}
