/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reconstream.local.RunningServices;
import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.TopicReader;
import io.reconstream.local.alerts.AlertReader;
import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Target;
import io.reconstream.local.process.ChildJvm;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.schemas.SensorReading;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.StreamCommand;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.deadletter.LetterSerializer;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stream-app on a real broker with a real registry and a bundle that was trained. */
@Tag("slow")
@ExtendWith(RunningServices.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamAppTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path folder;
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private Path bundle;

  StreamAppTest(Services services) {
    this.folder = services.folder().resolve("stream-app-test");
    this.broker = services.broker();
    this.registry = services.registry();
  }

  @BeforeAll
  void train() {
    bundle = new DemoModel(Scenario.PUMP, 20_000).train(folder.resolve("model"), Progress.silent());
  }

  @Test
  void shouldExplainAnEventThatIsNotLikeTheOthers(TestInfo test) {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, false);
    try (EventProducer producer = producer(topics);
        StreamApp app = StreamApp.start(config(topics))) {
      for (int i = 0; i < 500; i++) {
        send(producer, bench.next());
      }
      SensorReading odd = (SensorReading) bench.next().value();
      producer.send("pump-1", SensorReading.newBuilder(odd).setFlowRate(400).build());

      await().atMost(LIMIT).until(() -> app.awaitRunning(LIMIT) && !alerts(topics).isEmpty());
      Alert alert = alerts(topics).get(alerts(topics).size() - 1);
      assertThat(alert.getKey()).isEqualTo(odd.getMachine());
      assertThat(alert.getEventTime()).isEqualTo(odd.getTime());
      assertThat(alert.getScore()).isGreaterThan(alert.getThreshold());
      assertThat(alert.getContributors().get(0).getFeature()).isEqualTo("flow_rate");
      assertThat(alert.getContributors().get(0).getValue()).isEqualTo(400);
      assertThat(alert.getContributors().get(0).getExpected()).isLessThan(200);
      assertThat(alert.getSource().getOffset()).isEqualTo(500);
    }
  }

  @Test
  void shouldSayWhyARecordIsADeadLetterAndGoOn(TestInfo test) {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, false);
    try (EventProducer producer = producer(topics);
        StreamApp app = StreamApp.start(config(topics))) {
      assertThat(app.awaitRunning(LIMIT)).isTrue();
      for (BadRecord bad : BadRecord.values()) {
        producer.sendBytes("pump-1", bad.value());
        send(producer, bench.next());
      }
      producer.flush();

      await().atMost(LIMIT).until(() -> ledger(topics).accounted() == 6);
      List<ConsumerRecord<byte[], byte[]>> letters = read(topics.deadLetters());
      assertThat(letters)
          .extracting(letter -> header(letter, DeadLetter.OFFSET))
          .containsExactly("0", "2", "4");
      assertThat(letters)
          .extracting(letter -> header(letter, DeadLetter.REASON))
          .doesNotHaveDuplicates()
          .doesNotContainNull();
      assertThat(letters)
          .allSatisfy(
              letter -> {
                assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo(topics.events());
                assertThat(header(letter, DeadLetter.MESSAGE)).isNotBlank();
              });
      assertThat(letters.get(0).value()).isEqualTo(BadRecord.WRONG_FRAMING.value());
    }
  }

  @Test
  void shouldGoOnWhereItEndedWhenStartedAgain(TestInfo test) throws IOException {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, true);
    Map<String, String> policy =
        Map.of(
            "incidents.topic",
            topics.incidents(),
            // far beyond LIMIT: who stops must leave the group, or its next start would wait
            "kafka.session.timeout.ms",
            "600000");
    try (EventProducer producer = producer(topics)) {
      for (int run = 1; run <= 2; run++) {
        for (int i = 0; i < 2_000; i++) {
          send(producer, bench.next());
        }
        producer.flush();
        int expected = 2_000 * run;
        try (StreamApp app = StreamApp.start(config(topics, policy))) {
          assertThat(app.awaitRunning(LIMIT)).isTrue();
          await().atMost(LIMIT).until(() -> ledger(topics).accounted() == expected);
        }
      }
    }
    Ledger ledger = ledger(topics);
    assertThat(ledger.scored()).isEqualTo(4_000);
    assertThat(ledger.duplicates()).isZero();
    assertOneAlertPerIncident(topics);
  }

  /** As {@code alerts --incidents} reads them. */
  private void assertOneAlertPerIncident(Topics topics) throws IOException {
    List<String> alerts = new ArrayList<>();
    List<String> opened = new ArrayList<>();
    Target target = new Target(topics.alerts(), broker.bootstrapServers(), registry.url());
    try (AlertReader reader = AlertReader.open(target, Optional.of(topics.incidents()))) {
      do {
        reader.poll(
            alert -> alerts.add(alert.getId()),
            incident -> {
              if (incident.getStatus() == IncidentStatus.OPEN) {
                opened.add(incident.getId());
              }
            });
      } while (!reader.isAtEnd());
    }
    assertThat(alerts).isNotEmpty().isEqualTo(opened);
  }

  /** A mute that only the rules topic knows: it holds on, for an app that starts anew. */
  @Test
  void shouldHaveRulesOfTheTopicAgainWhenStartedAgain(TestInfo test) {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, false);
    Map<String, String> rules = Map.of("rules.topic", topics.rules());
    try (EventProducer producer = producer(topics)) {
      try (StreamApp app = StreamApp.start(config(topics, rules));
          EventProducer operator = operator(topics)) {
        assertThat(app.awaitRunning(LIMIT)).isTrue();
        operator.sendBytes(
            "*",
            "{\"policy.mutes\": [\"1970-01-01T00:00:00Z/2970-01-01T00:00:00Z/trial\"]}"
                .getBytes(UTF_8));
        operator.sendBytes("*", "{\"policy.mutes\": [\"for ever\"]}".getBytes(UTF_8));
        operator.flush();
        await()
            .atMost(LIMIT)
            .until(() -> read(topics.test() + "-rules-in-force").size() == 1 && !letters(topics));
      }
      try (StreamApp app = StreamApp.start(config(topics, rules))) {
        assertThat(app.awaitRunning(LIMIT)).isTrue();
        SensorReading odd = (SensorReading) bench.next().value();
        producer.send("pump-1", SensorReading.newBuilder(odd).setFlowRate(400).build());
        producer.flush();
        await().atMost(LIMIT).until(() -> ledger(topics).scored() == 1);
        assertThat(alerts(topics)).isEmpty();
      }
    }
    assertThat(header(read(topics.deadLetters()).get(0), DeadLetter.REASON)).isEqualTo("BAD_RULE");
  }

  /** One measurement an event, under the sensor's key: brought together, made rows, and scored. */
  @Test
  void shouldScoreRowsMadeOfSingleMeasurements(TestInfo test) {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, false);
    Map<String, String> layout =
        Map.of(
            "input.format", "json",
            "input.layout", "long",
            "long.bucket.ms", "5000",
            "key.repartition", "true");
    int rows = 300;
    try (EventProducer producer = producer(topics);
        StreamApp app = StreamApp.start(config(topics, layout))) {
      for (int i = 0; i < rows; i++) {
        sendMeasurements(producer, bench.next(), i == rows - 5 ? 400 : null);
      }
      producer.flush();
      assertThat(app.awaitRunning(LIMIT)).isTrue();
      await().atMost(LIMIT).until(() -> read(topics.scores()).size() == rows);
      await().atMost(LIMIT).until(() -> brokenSensor(topics).findAny().isPresent());
    }
    Alert alert = brokenSensor(topics).findFirst().orElseThrow();
    assertThat(alert.getContributors().get(0).getFeature()).isEqualTo("flow_rate");
    assertThat(alert.getKey()).startsWith("pump-");
    assertThat(alert.getSource().getTopic()).isEqualTo(topics.events());
    assertThat(read(topics.deadLetters()))
        .extracting(letter -> header(letter, DeadLetter.REASON))
        .hasSize(rows)
        .containsOnly("UNKNOWN_SENSOR");
  }

  /** Credentials that were taken away while it ran, say: the event may be good. */
  @Test
  void shouldStopAndDivertNothingWhenTheRegistryRefusesToAnswer(TestInfo test) throws IOException {
    Topics topics = Topics.of(test);
    try (EventProducer producer = producer(topics)) {
      send(producer, Scenario.PUMP.simulation(3, false).next());
    }
    HttpServer refusing = refusingRegistry();
    refusing.start();
    String url = "http://127.0.0.1:" + refusing.getAddress().getPort();
    try (StreamApp app = StreamApp.start(config(topics, Map.of("schema.registry.url", url)))) {
      assertThat(CompletableFuture.supplyAsync(app::awaitShutdown))
          .succeedsWithin(LIMIT)
          .isEqualTo(StreamApp.FAILED);
    } finally {
      refusing.stop(0);
    }
    assertThat(read(topics.deadLetters())).isEmpty();

    try (StreamApp app = StreamApp.start(config(topics))) {
      await().atMost(LIMIT).until(() -> ledger(topics).scored() == 1);
      assertThat(app.awaitRunning(LIMIT)).isTrue();
    }
  }

  /** Registers schemas, under ids that no event has, and gives none. */
  private static HttpServer refusingRegistry() throws IOException {
    AtomicInteger ids = new AtomicInteger(1_000_000);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean registers = exchange.getRequestMethod().equals("POST");
          String answer =
              registers
                  ? "{\"id\": %d}".formatted(ids.incrementAndGet())
                  : "{\"error_code\": 40101, \"message\": \"no entry\"}";
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(registers ? 200 : 401, answer.length());
          exchange.getResponseBody().write(answer.getBytes(UTF_8));
          exchange.close();
        });
    return server;
  }

  /** In a process of its own with a heap that the burst does not fit into. */
  @Test
  void shouldPutLargeEventsAsideInASmallHeap(TestInfo test) throws IOException {
    Topics topics = Topics.of(test);
    Simulation bench = Scenario.PUMP.simulation(3, false);
    byte[] large = new byte[1_000_000];
    new Random(1).nextBytes(large); // or compression would make it small
    int count = 150;
    try (EventProducer producer = producer(topics)) {
      for (int i = 0; i < count; i++) {
        producer.sendBytes("pump-1", large);
        send(producer, bench.next());
      }
      producer.flush();
    }
    Map<String, String> limits =
        Map.of("event.max.bytes", "900000", "dead.letter.max.bytes", "20000");
    Path settings = folder.resolve("burst.properties");
    Files.write(
        settings,
        settings(topics, limits).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
    ChildJvm.Spec spec =
        new ChildJvm.Spec(
            "burst",
            StreamCommand.class.getName(),
            ChildJvm.ownClassPath(),
            List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"),
            List.of("--config", settings.toString()),
            folder.resolve("burst"));
    try (ChildJvm app = ChildJvm.start(spec)) {
      await().atMost(LIMIT).until(() -> !app.isAlive() || ledger(topics).accounted() == 2L * count);
      assertThat(app.isAlive()).as("alive, see %s", app.log()).isTrue();
    }
    assertThat(ledger(topics).scored()).isEqualTo(count);
    assertThat(read(topics.deadLetters()))
        .hasSize(count)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, DeadLetter.REASON)).isEqualTo("TOO_LARGE");
              assertThat(header(letter, LetterSerializer.CUT_VALUE)).isEqualTo("1000000");
            });
  }

  private static void sendMeasurements(EventProducer producer, Event event, Integer flowRate) {
    SensorReading reading = (SensorReading) event.value();
    for (Schema.Field field : SensorReading.getClassSchema().getFields()) {
      if (reading.get(field.pos()) instanceof Double value) {
        boolean broken = flowRate != null && field.name().equals("flow_rate");
        sendMeasurement(producer, reading, field.name(), broken ? flowRate : value);
      }
    }
    sendMeasurement(producer, reading, "unheard_of", 1);
  }

  private static void sendMeasurement(
      EventProducer producer, SensorReading reading, String sensor, double value) {
    producer.sendBytes(
        sensor,
        "{\"machine\": \"%s\", \"time\": \"%s\", \"sensor\": \"%s\", \"value\": %s}"
            .formatted(reading.getMachine(), reading.getTime(), sensor, value)
            .getBytes(UTF_8));
  }

  /** Not the alerts of the rows after it, whose windows still have it. */
  private Stream<Alert> brokenSensor(Topics topics) {
    return alerts(topics).stream()
        .filter(alert -> alert.getContributors().get(0).getValue() == 400);
  }

  private boolean letters(Topics topics) {
    return read(topics.deadLetters()).isEmpty();
  }

  private EventProducer operator(Topics topics) {
    return EventProducer.open(
        new Target(topics.rules(), broker.bootstrapServers(), registry.url()),
        SensorReading.getClassSchema());
  }

  /** The topics of one test, so that tests do not meet. */
  private record Topics(String test) {
    static Topics of(TestInfo test) {
      return new Topics(test.getTestMethod().orElseThrow().getName());
    }

    String events() {
      return test + "-events";
    }

    String alerts() {
      return test + "-alerts";
    }

    String scores() {
      return test + "-scores";
    }

    String incidents() {
      return test + "-incidents";
    }

    String rules() {
      return test + "-rules";
    }

    String deadLetters() {
      return test + "-dead-letters";
    }
  }

  private EventProducer producer(Topics topics) {
    return EventProducer.open(
        new Target(topics.events(), broker.bootstrapServers(), registry.url()),
        SensorReading.getClassSchema());
  }

  private AppConfig config(Topics topics) {
    return config(topics, Map.of());
  }

  private AppConfig config(Topics topics, Map<String, String> more) {
    return AppConfig.of(settings(topics, more));
  }

  private Map<String, String> settings(Topics topics, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("application.id", topics.test()),
                Map.entry("bootstrap.servers", broker.bootstrapServers()),
                Map.entry("schema.registry.url", registry.url()),
                Map.entry("input.topics", topics.events()),
                Map.entry("alerts.topic", topics.alerts()),
                Map.entry("scores.topic", topics.scores()),
                Map.entry("dead.letter.topic", topics.deadLetters()),
                Map.entry("topics.create", "true"),
                Map.entry("model.path", bundle.toString()),
                Map.entry("event.time.field", Scenario.TIME_FIELD),
                Map.entry("key.field", Scenario.PUMP.keyField()),
                Map.entry("state.dir", folder.resolve("state").toString()),
                // who starts again need not wait for long until the broker misses the former one
                Map.entry("kafka.session.timeout.ms", "6000"),
                Map.entry("http.port", "0")));
    settings.putAll(more);
    return settings;
  }

  private static void send(EventProducer producer, Event event) {
    producer.send(event.key(), event.value());
  }

  private List<Alert> alerts(Topics topics) {
    List<Alert> alerts = new ArrayList<>();
    try (OutputDecoder decoder = new OutputDecoder(registry.url())) {
      for (ConsumerRecord<byte[], byte[]> record : read(topics.alerts())) {
        alerts.add(decoder.decode(record.value(), new Alert()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return alerts;
  }

  private Ledger ledger(Topics topics) {
    Ledger ledger = new Ledger();
    OutcomeReader reader = new OutcomeReader(new OutputDecoder(registry.url()));
    read(topics.scores()).forEach(score -> reader.enterScore(score, ledger));
    read(topics.deadLetters()).forEach(letter -> OutcomeReader.enterDeadLetter(letter, ledger));
    return ledger;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return new TopicReader(broker.bootstrapServers()).read(topic);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
