/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.broker;

import io.reconstream.local.process.ChildJvm;
import io.reconstream.local.process.LocalServiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A single-node Kafka broker in a process of its own, which can be killed and started again on the
 * same folder: same port, same topics.
 */
public final class BrokerProcess implements AutoCloseable {

  private static final int START_SECONDS = 60;

  private final ChildJvm process;
  private final String bootstrapServers;

  private BrokerProcess(ChildJvm process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker; returns when it takes requests.
   *
   * @throws LocalServiceException if it does not within 60 seconds
   */
  public static BrokerProcess start(Path directory) {
    return start(directory, Map.of());
  }

  /**
   * Starts a broker with more than the defaults, such as a listener with TLS.
   *
   * @param more the broker's own settings, used only for a new folder; those that list listeners
   *     are added to what is there: {@code localhost} without TLS stays open
   * @throws LocalServiceException if it does not take requests within 60 seconds
   */
  public static BrokerProcess start(Path directory, Map<String, String> more) {
    String bootstrapServers = BrokerStorage.open(directory, 0, more).bootstrapServers();
    ChildJvm process =
        ChildJvm.start(
            new ChildJvm.Spec(
                "broker",
                Main.class.getName(),
                ChildJvm.ownClassPath(),
                List.of(
                    "-Xmx512m",
                    "-Dlogback.configurationFile=io/reconstream/local/broker/logback.xml"),
                List.of(directory.toAbsolutePath().toString()),
                directory));
    try {
      awaitReady(process, bootstrapServers);
      return new BrokerProcess(process, bootstrapServers);
    } catch (RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  private static void awaitReady(ChildJvm process, String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      CompletableFuture<?> answered =
          admin.describeCluster().nodes().toCompletionStage().toCompletableFuture();
      CompletableFuture.anyOf(answered, process.onExit()).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notStarted("does not answer after " + START_SECONDS + " s", process, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("start was interrupted", process, e);
    }
    process
        .exitCode()
        .ifPresent(
            code -> {
              throw notStarted("ended with exit code " + code, process, null);
            });
  }

  private static LocalServiceException notStarted(String why, ChildJvm process, Exception cause) {
    return new LocalServiceException(
        "the broker process " + why + "; its log is " + process.log(), cause);
  }

  /** What runs in the process: the broker, until it is told to stop. */
  public static final class Main {

    private Main() {}

    /**
     * @param args the broker's folder
     */
    public static void main(String[] args) {
      LocalBroker broker = LocalBroker.start(Path.of(args[0]));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
      broker.awaitShutdown();
    }
  }
}
