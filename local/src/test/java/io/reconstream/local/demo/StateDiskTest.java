/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reconstream.local.RunningServices;
import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.TopicReader;
import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Target;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.schemas.SensorReading;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.runtime.StartException;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.rocksdb.Options;
import org.slf4j.LoggerFactory;

/** A file system of its own for the state of an app that scores windows, full or read-only. */
@Tag("slow")
@ExtendWith(RunningServices.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateDiskTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BEFORE = 200;

  private static final int AFTER = 2_000;

  private final Path folder;
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final Path disk;
  private Path bundle;

  StateDiskTest(Services services) {
    this.folder = services.folder().resolve("state-disk-test");
    this.broker = services.broker();
    this.registry = services.registry();
    this.disk = folder.resolve("disk");
  }

  @BeforeAll
  void train() throws IOException {
    Files.createDirectories(disk);
    Random random = new Random(7);
    Path rows =
        Files.write(
            folder.resolve("rows.csv"),
            Stream.concat(
                    Stream.of("a,b"),
                    IntStream.range(0, 2_000)
                        .mapToObj(i -> random.nextGaussian() + "," + random.nextGaussian()))
                .toList());
    bundle = folder.resolve("bundle.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse(
            """
            name: state
            version: "1"
            data: {files: '%s'}
            model: {type: multiscale, window: 8}
            """
                .formatted(rows.toAbsolutePath()),
            "test",
            Map.of()),
        bundle,
        Progress.silent());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void shouldStopWithOneLineAndLoseNothingWhenTheDiskIsFull() throws Exception {
    mount("size=24m");
    Path filler = disk.resolve("filler");
    try (EventProducer producer =
        EventProducer.open(
            new Target("full-events", broker.bootstrapServers(), registry.url()),
            SensorReading.getClassSchema())) {
      try (StreamApp app = StreamApp.start(config("full"));
          Errors errors = new Errors()) {
        send(producer, BEFORE);
        await().atMost(LIMIT).until(() -> ledger("full").accounted() == BEFORE);
        fill(filler);
        send(producer, AFTER);

        int exit =
            CompletableFuture.supplyAsync(app::awaitShutdown)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(exit).isEqualTo(StreamApp.FAILED);
        assertThat(errors.lines())
            .singleElement()
            .asString()
            .contains(disk.toString(), "No space left on device", "start the app again");
      }
      Files.delete(filler);
      try (StreamApp app = StreamApp.start(config("full"))) {
        assertThat(app.awaitRunning(LIMIT)).isTrue();
        await().atMost(LIMIT).until(() -> ledger("full").accounted() == BEFORE + AFTER);
      }
    }
    assertThat(ledger("full").duplicates()).isZero();
  }

  @Test
  void shouldNotStartWhenTheFolderIsReadOnly() throws Exception {
    mount("ro,size=1m");

    assertThatThrownBy(() -> StreamApp.start(config("read-only")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("state.dir '%s' cannot be written", disk)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void shouldNotStartWhenTheFolderIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Map<String, String> settings = settings("file");
    settings.put("state.dir", file.toString());

    assertThatThrownBy(() -> StreamApp.start(AppConfig.of(settings)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("state.dir '%s' cannot be written", file);
  }

  /** Only root may; elsewhere the test is skipped and says so. */
  private void mount(String options) throws Exception {
    String output = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString());
    assumeTrue(output.isEmpty(), "no file system can be mounted here: " + output);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? "" : output + " ";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static void send(EventProducer producer, int events) {
    for (int i = 0; i < events; i++) {
      producer.sendBytes(
          "key-" + i % 50, "{\"a\": %d.5, \"b\": 0.25}".formatted(i % 3).getBytes(UTF_8));
    }
    producer.flush();
  }

  private AppConfig config(String test) {
    return AppConfig.of(settings(test));
  }

  private Map<String, String> settings(String test) {
    return new HashMap<>(
        Map.ofEntries(
            Map.entry("application.id", "state-" + test),
            Map.entry("bootstrap.servers", broker.bootstrapServers()),
            Map.entry("schema.registry.url", registry.url()),
            Map.entry("input.topics", test + "-events"),
            Map.entry("input.format", "json"),
            Map.entry("alerts.topic", test + "-alerts"),
            Map.entry("scores.topic", test + "-scores"),
            Map.entry("dead.letter.topic", test + "-dead-letters"),
            Map.entry("topics.create", "true"),
            Map.entry("model.path", bundle.toString()),
            Map.entry("state.dir", disk.toString()),
            // who starts again need not wait for long until the broker misses the former one
            Map.entry("kafka.session.timeout.ms", "6000"),
            Map.entry("kafka.rocksdb.config.setter", OftenOnDisk.class.getName()),
            Map.entry("http.port", "0")));
  }

  private Ledger ledger(String test) {
    Ledger ledger = new Ledger();
    OutcomeReader reader = new OutcomeReader(new OutputDecoder(registry.url()));
    TopicReader topics = new TopicReader(broker.bootstrapServers());
    topics.read(test + "-scores").forEach(score -> reader.enterScore(score, ledger));
    topics.read(test + "-dead-letters").forEach(l -> OutcomeReader.enterDeadLetter(l, ledger));
    return ledger;
  }

  /** State goes to disk after some hundred changes, not after many thousands. */
  public static final class OftenOnDisk implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
      options.setWriteBufferSize(64 << 10);
    }

    @Override
    public void close(String store, Options options) {}
  }

  /** What the app says at ERROR meanwhile. */
  private static final class Errors implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(StreamApp.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Errors() {
      appender.start();
      logger.addAppender(appender);
    }

    List<String> lines() {
      return List.copyOf(appender.list).stream()
          .filter(event -> event.getLevel() == Level.ERROR)
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    }

    @Override
    public void close() {
      logger.detachAppender(appender);
    }
  }
}
