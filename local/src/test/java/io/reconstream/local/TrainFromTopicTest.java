/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.feed.Target;
import io.reconstream.local.feed.Topics;
import io.reconstream.local.process.LoopbackPort;
import io.reconstream.local.replay.Replay;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.TrainerCommand;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.source.Records;
import io.reconstream.trainer.source.TopicRange;
import io.reconstream.trainer.source.TopicRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The topics of a real broker as training data. */
@ExtendWith(RunningServices.class)
class TrainFromTopicTest {
  // of late: a broker deletes records that are older than a week
  private final Instant dayTwo = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private final Instant dayOne = dayTwo.minus(1, ChronoUnit.DAYS);

  @TempDir private Path folder;
  private final Services services;
  private final List<String> notes = new ArrayList<>();

  TrainFromTopicTest(Services services) {
    this.services = services;
  }

  @Test
  void shouldTrainOnTheAvroEventsOfATopic() throws IOException {
    List<String> lines = new ArrayList<>(List.of("machine,flow rate,pressure,mode"));
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      double flow = 1 + random.nextDouble();
      lines.add(
          "m%d,%.4f,%.4f,%s"
              .formatted(
                  i % 3,
                  flow,
                  2 * flow + 0.01 * random.nextGaussian(),
                  flow > 1.5 ? "run" : "idle"));
    }
    replay("pump-events", lines);
    Path config =
        Files.writeString(
            folder.resolve("pump.yaml"),
            """
            name: pump
            data: {time: _timestamp, exclude: [machine]}
            model: {type: linear, latent: 1}
            threshold: {rate: 0.05}
            """);
    Path out = folder.resolve("pump.onnx");

    Result result =
        train(
            "--config",
            config.toString(),
            "--out",
            out.toString(),
            "--from-topic",
            "pump-events",
            "--from",
            "2020-01-01");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    BundleMetadata metadata = Bundle.read(out).metadata();
    assertThat(metadata.features().columns()).containsExactly("flow_rate", "pressure", "mode");
    assertThat(metadata.provenance().trainingRows()).isEqualTo(320);
    assertThat(metadata.provenance().sources())
        .containsExactly("topic 'pump-events' from 2020-01-01T00:00:00Z, partition 0");
    assertThat(metadata.provenance().configuration()).contains("pump-events");
  }

  @Test
  void shouldReadTheRangeThatWasAskedFor() {
    send("days", "day1".getBytes(UTF_8), json(1), dayOne);
    send("days", null, json(2), dayOne.plusSeconds(60));
    send("days", "day2".getBytes(UTF_8), json(3), dayTwo);
    send("days", null, json(4), dayTwo.plusSeconds(60));

    assertThat(values(range("days", Optional.empty(), Optional.empty())))
        .containsExactly(1, 2, 3, 4);
    assertThat(values(range("days", Optional.of(dayTwo), Optional.empty()))).containsExactly(3, 4);
    assertThat(values(range("days", Optional.empty(), Optional.of(dayTwo)))).containsExactly(1, 2);
    assertThat(
            values(
                range(
                    "days",
                    Optional.of(dayOne.plusSeconds(1)),
                    Optional.of(dayTwo.plusSeconds(1)))))
        .containsExactly(2, 3);
  }

  @Test
  void shouldGiveKeyAndTimestampWhereTheyAreNamed() throws IOException {
    send("keyed", "pump-1".getBytes(UTF_8), json(1), dayOne);
    send("keyed", new byte[] {(byte) 0xff}, json(2), dayTwo);
    Records records = open(range("keyed", Optional.empty(), Optional.empty()));
    assertThat(records.fields()).extracting(FieldPath::toString).containsExactly("x", "deep.y");
    List<FieldPath> fields =
        List.of(
            FieldPath.parse(TopicRecords.KEY),
            FieldPath.parse(TopicRecords.TIMESTAMP),
            FieldPath.parse("deep.y"));
    assertThat(fields).allMatch(records::has);
    try (Records.Cursor cursor = records.open(fields)) {
      assertThat(cursor.next()).isTrue();
      assertThat(List.of(cursor.get(0), cursor.get(1), cursor.get(2)))
          .containsExactly("pump-1", dayOne, true);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.get(0)).isEqualTo("ff");
      assertThat(cursor.position()).isEqualTo("keyed, partition 0, offset 1");
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void shouldLeaveOutAndCountWhatCannotBeRead() {
    send("mixed", null, json(1), dayOne);
    send("mixed", null, "no json".getBytes(UTF_8), dayOne);
    send("mixed", null, null, dayOne);
    send("mixed", null, json(2), dayOne);

    assertThat(values(range("mixed", Optional.empty(), Optional.empty()))).containsExactly(1, 2);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "2 events cannot be read and are left out, the first: mixed, partition 0, offset 1: the event is no JSON object: ");

    TopicRange avro =
        new TopicRange(
            "mixed",
            services.broker().bootstrapServers(),
            services.registry().url(),
            TopicRange.Format.AVRO,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of());
    assertThatThrownBy(() -> open(avro))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "none of the 4 events of topic 'mixed' can be read as AVRO, the first: mixed, partition 0, offset 0: the event begins with byte 123, expected 0 and a schema's id");
  }

  @Test
  void shouldSayWhatIsWrongWithARange() {
    send("known", null, json(1), dayOne);
    Instant later = dayOne.plusSeconds(1);
    assertThatThrownBy(() -> open(range("known", Optional.of(later), Optional.empty())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "topic 'known' from %s has no records; the topic has 1 others".formatted(later));
    assertThatThrownBy(() -> open(range("unknown", Optional.empty(), Optional.empty())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no topic 'unknown'");
    assertThatThrownBy(() -> range("known", Optional.of(dayTwo), Optional.of(dayOne)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--from is %s and --to is %s, expected --from before --to".formatted(dayTwo, dayOne));
  }

  @Test
  void shouldSayThatTheBrokerIsAway() throws IOException {
    Path config = Files.writeString(folder.resolve("pump.yaml"), "name: pump\n");
    Result result =
        train(
            "--config",
            config.toString(),
            "--out",
            folder.resolve("pump.onnx").toString(),
            "--from-topic",
            "pump-events",
            "--bootstrap-servers",
            "127.0.0.1:" + LoopbackPort.free(1).get(0));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("error: broker '127.0.0.1:")
        .contains("does not answer within 10 s");
  }

  @Test
  void shouldSayThatTheRegistryIsAway() {
    byte[] value = ByteBuffer.allocate(9).put((byte) 0).putInt(1).array();
    send("registered", null, value, dayOne);
    TopicRange away =
        new TopicRange(
            "registered",
            services.broker().bootstrapServers(),
            "http://127.0.0.1:" + LoopbackPort.free(1).get(0),
            TopicRange.Format.AVRO,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of());
    assertThatThrownBy(() -> open(away))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not give schema 1");
  }

  @Test
  void shouldRefuseARangeWithoutTopic() {
    Result result = train("--config", "a.yaml", "--out", "a.onnx", "--from", "2026-01-01");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--from and --to need --from-topic");
    Result bad = train("--config", "a", "--out", "b", "--from-topic", "t", "--from", "yesterday");
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err())
        .contains(
            "'yesterday' is no time, expected one such as 2026-01-01 or 2026-01-01T06:00:00Z");
  }

  private static byte[] json(int x) {
    return "{\"x\": %d, \"deep\": {\"y\": true}}".formatted(x).getBytes(UTF_8);
  }

  private TopicRange range(String topic, Optional<Instant> from, Optional<Instant> to) {
    return new TopicRange(
        topic,
        services.broker().bootstrapServers(),
        "",
        TopicRange.Format.JSON,
        from,
        to,
        Map.of(),
        Map.of());
  }

  private Records open(TopicRange range) throws IOException {
    Progress noting =
        new Progress() {
          @Override
          public void stage(String name) {}

          @Override
          public void step(long done, long total, String detail) {}

          @Override
          public void note(String message) {
            notes.add(message);
          }
        };
    return TopicRecords.open(range, Files.createTempDirectory(folder, "topic"), noting);
  }

  private List<Integer> values(TopicRange range) {
    List<Integer> values = new ArrayList<>();
    try {
      Records records = open(range);
      try (Records.Cursor cursor = records.open(List.of(FieldPath.parse("x")))) {
        while (cursor.next()) {
          values.add((Integer) cursor.get(0));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return values;
  }

  private void send(String topic, byte[] key, byte[] value, Instant timestamp) {
    new Topics(services.broker().bootstrapServers()).create(topic);
    Map<String, Object> settings =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, services.broker().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused =
          producer.send(new ProducerRecord<>(topic, null, timestamp.toEpochMilli(), key, value));
    }
  }

  private void replay(String topic, List<String> lines) throws IOException {
    Path file = Files.write(folder.resolve(topic + ".csv"), lines);
    new Replay(
            FileRecords.of(List.of(file.toString()), List.of()),
            new Replay.Options(
                Optional.empty(), topic, Optional.empty(), Optional.empty(), Map.of(), 0, 0))
        .run(
            new Target(topic, services.broker().bootstrapServers(), services.registry().url()),
            Progress.silent());
  }

  private record Result(int code, String out, String err) {}

  private Result train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    if (!all.contains("--bootstrap-servers")) {
      all.addAll(
          List.of(
              "--bootstrap-servers",
              services.broker().bootstrapServers(),
              "--registry",
              services.registry().url()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }
}
