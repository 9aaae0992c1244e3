/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.RocksDBException;

/**
 * The folder of the app's local state. All of it can be had again from the changelog topics, so a
 * disk that fails stops the app and loses nothing.
 */
public final class StateFolder {
  /** What a file system takes at least for a file that is not empty. */
  private static final int PROBE_BYTES = 4096;

  private final Path path;

  /**
   * @param settings of Kafka Streams
   */
  public StateFolder(Properties settings) {
    path = Path.of(new StreamsConfig(settings).getString(StreamsConfig.STATE_DIR_CONFIG));
  }

  /**
   * Creates the folder and writes to it, if the topology keeps anything on disk.
   *
   * @throws StartException if that fails
   */
  public void requireWritable(Topology topology) {
    if (!keepsState(topology)) {
      return;
    }
    try {
      Files.createDirectories(path);
      Path probe = Files.createTempFile(path, "probe", null);
      try {
        Files.write(probe, new byte[PROBE_BYTES]);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new StartException(
          "state.dir '%s' cannot be written: %s; expected a folder with space for the local state"
              .formatted(path, e),
          e);
    }
  }

  private static boolean keepsState(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .anyMatch(
            node ->
                node instanceof TopologyDescription.Processor processor
                    && !processor.stores().isEmpty());
  }

  /** In one line, what befell the state; empty if the error is about something else. */
  public Optional<String> explain(Throwable error) {
    boolean ofState = false;
    boolean ofDisk = false;
    String deepest = error.toString();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      ofState |= cause instanceof ProcessorStateException;
      ofDisk |= cause instanceof IOException || cause instanceof RocksDBException;
      deepest = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    return ofState && ofDisk
        ? Optional.of(
            "the local state in state.dir '%s' failed: %s; when the disk is in order, start the app"
                    .formatted(path, deepest)
                + " again: it goes on from its last commit")
        : Optional.empty();
  }
}
