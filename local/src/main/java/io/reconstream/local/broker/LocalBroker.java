/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.broker;

import io.reconstream.local.process.LocalServiceException;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A single-node Kafka broker inside this JVM, reachable on loopback only. */
public final class LocalBroker implements AutoCloseable {

  private final BrokerStorage storage;
  private final KafkaRaftServer server;

  private LocalBroker(BrokerStorage storage, KafkaRaftServer server) {
    this.storage = storage;
    this.server = server;
  }

  /** Starts a broker on any free port; returns when it takes requests. */
  public static LocalBroker start(Path directory) {
    return start(directory, 0);
  }

  /**
   * Starts a broker; returns when it takes requests.
   *
   * @param directory of its data; a folder used before is used again, with its port
   * @param port for clients in a new folder; 0 for any free one
   * @throws LocalServiceException if the port is in use or the folder cannot be used
   */
  public static LocalBroker start(Path directory, int port) {
    BrokerStorage storage = BrokerStorage.open(directory, port);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(storage.properties(), false), Time.SYSTEM);
    server.startup();
    return new LocalBroker(storage, server);
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return storage.bootstrapServers();
  }

  /** Returns when the broker has stopped, closed by another thread. */
  public void awaitShutdown() {
    server.awaitShutdown();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
