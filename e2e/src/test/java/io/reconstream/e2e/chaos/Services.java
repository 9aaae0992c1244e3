/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.registry.LocalRegistry;
import java.nio.file.Path;

/** A broker and a registry, each in a process of its own, on ports that outlive a kill. */
final class Services implements AutoCloseable {

  private final Path directory;
  private BrokerProcess broker;
  private LocalRegistry registry;

  private Services(Path directory) {
    this.directory = directory;
    broker = BrokerProcess.start(directory.resolve("broker"));
    registry = LocalRegistry.start(directory.resolve("registry"));
  }

  static Services start(Path directory) {
    return new Services(directory);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return registry.url();
  }

  void killAndRestartBroker() {
    broker.kill();
    broker = BrokerProcess.start(directory.resolve("broker"));
  }

  void killAndRestartRegistry() {
    int port = registry.port();
    registry.kill();
    registry = LocalRegistry.start(directory.resolve("registry"), port);
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
