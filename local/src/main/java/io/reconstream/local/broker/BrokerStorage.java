/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.broker;

import io.reconstream.local.process.LocalServiceException;
import io.reconstream.local.process.LoopbackPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The folder of a single-node broker: its {@code server.properties}, written once, and its data. A
 * broker started again on the same folder has the same ports, topics and offsets.
 */
record BrokerStorage(Path directory, Properties properties) {

  private static final String CONTROLLER = "CONTROLLER";
  private static final int NODE_ID = 1;
  private static final Set<String> LISTS =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  /**
   * Opens the folder, or makes and formats it.
   *
   * @param port for clients, used only for a new folder; 0 for any free one
   * @throws LocalServiceException if a port is in use or the folder cannot be used
   */
  static BrokerStorage open(Path directory, int port) {
    return open(directory, port, Map.of());
  }

  /**
   * The same with more than the defaults.
   *
   * @param more used only for a new folder; lists of listeners are added to, others replaced
   */
  static BrokerStorage open(Path directory, int port, Map<String, String> more) {
    Path file = directory.resolve("server.properties");
    Path data = directory.resolve("data").toAbsolutePath();
    try {
      Properties properties = new Properties();
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        }
      } else {
        Files.createDirectories(data);
        List<Integer> free = LoopbackPort.free(2);
        properties.putAll(settings(data, port == 0 ? free.get(0) : port, free.get(1)));
        more.forEach(
            (key, value) ->
                properties.merge(
                    key, value, (ours, added) -> LISTS.contains(key) ? added + "," + ours : added));
        format(data);
        try (OutputStream out = Files.newOutputStream(file)) {
          properties.store(out, "single-node broker of Reconstream");
        }
      }
      BrokerStorage storage = new BrokerStorage(directory, properties);
      LoopbackPort.requireFree(storage.port(), "broker");
      return storage;
    } catch (IOException e) {
      throw new LocalServiceException("cannot use " + directory + " for the broker: " + e, e);
    }
  }

  String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port();
  }

  private int port() {
    String listener = properties.getProperty("advertised.listeners");
    return Integer.parseInt(listener.substring(listener.lastIndexOf(':') + 1));
  }

  private static Properties settings(Path data, int port, int controllerPort) {
    String client = "PLAINTEXT://" + LoopbackPort.HOST + ":" + port;
    String controller = LoopbackPort.HOST + ":" + controllerPort;
    Properties p = new Properties();
    p.setProperty("node.id", String.valueOf(NODE_ID));
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("listeners", client + "," + CONTROLLER + "://" + controller);
    p.setProperty("advertised.listeners", client);
    p.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    p.setProperty("controller.listener.names", CONTROLLER);
    p.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    p.setProperty("log.dirs", data.toString());
    // one node holds the only replica of everything
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      p.setProperty(topic + ".replication.factor", "1");
      p.setProperty(topic + ".num.partitions", "1");
    }
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty("min.insync.replicas", "1");
    // a killed broker is let in again when its old session has run out: 9 s by default
    p.setProperty("broker.session.timeout.ms", "6000");
    p.setProperty("broker.heartbeat.interval.ms", "1000");
    // a lone consumer need not wait for others to join
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    return p;
  }

  private static void format(Path data) throws IOException {
    try {
      new Formatter()
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException("cannot format " + data, e));
    }
  }
}
