/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.process.LoopbackPort;
import io.reconstream.local.registry.LocalRegistry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a broker and a registry up. */
@Command(
    name = "local",
    description = {
      "Run a Kafka broker and a schema registry for development, until Ctrl-C.",
      "Both listen on this machine only and forget everything when they end."
    },
    mixinStandardHelpOptions = true)
final class ServicesCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Of the broker, 0 for any free one; ${DEFAULT-VALUE} if not given.")
  private int brokerPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Of the registry, 0 for any free one; ${DEFAULT-VALUE} if not given.")
  private int registryPort;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Counts.requirePort(spec, "--port", brokerPort);
    Counts.requirePort(spec, "--registry-port", registryPort);
    requireFree(brokerPort, "broker");
    requireFree(registryPort, "registry");
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = new StopSignal();
        TemporaryFolder folder = TemporaryFolder.create();
        LocalBroker broker = LocalBroker.start(folder.resolve("broker"), brokerPort);
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), registryPort)) {
      out.print(greeting(broker.bootstrapServers(), registry.url()));
      out.flush();
      stop.await();
      out.println("stopping");
      out.flush();
    }
    return 0;
  }

  /** Before anything starts, as the broker takes seconds. */
  private static void requireFree(int port, String service) {
    if (port != 0) {
      LoopbackPort.requireFree(port, service);
    }
  }

  private static String greeting(String bootstrapServers, String registryUrl) {
    return """
        Kafka broker     %1$s
        Schema registry  %2$s

        In the shell of the other commands:

          export RECONSTREAM_BOOTSTRAP_SERVERS=%1$s
          export RECONSTREAM_SCHEMA_REGISTRY_URL=%2$s

        app.yaml for ./reconstream stream --config app.yaml:

          bootstrap.servers: %1$s
          schema.registry.url: %2$s
          input.topics: events
          model.path: model.onnx
          topics.create: true

        Ctrl-C ends both and deletes their data.
        """
        .formatted(bootstrapServers, registryUrl);
  }
}
