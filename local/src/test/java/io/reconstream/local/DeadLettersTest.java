/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.feed.Topics;
import io.reconstream.stream.alert.RegisteredSerializer;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.deadletter.LetterSerializer;
import io.reconstream.stream.event.Origin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** The letters of a real broker, listed, shown and sent again by the command line. */
@ExtendWith(RunningServices.class)
class DeadLettersTest {
  private static final Schema READING =
      SchemaBuilder.record("Reading").fields().requiredDouble("pressure").endRecord();

  /** Of a machine that is busy with other work, too. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final Services services;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String events;
  private String other;
  private String letters;

  DeadLettersTest(Services services) {
    this.services = services;
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    events = name + "-events";
    other = name + "-other";
    letters = name + "-letters";
    new Topics(services.broker().bootstrapServers()).create(events, other, letters);
  }

  @Test
  void shouldCountLettersByReasonAndTopic() {
    send(letter(events, 0, "MALFORMED", NOON, new RecordHeaders()));
    send(letter(events, 7, "MALFORMED", NOON.plusSeconds(60), new RecordHeaders()));
    send(letter(other, 1, "UNKNOWN_SCHEMA", NOON, replayed(2)));
    send(new ProducerRecord<>(letters, bytes("no letter")));

    assertThat(run("list", "--topic", letters)).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "MALFORMED %s 2 0 2026-01-31 12:00:00 2026-01-31 12:01:00".formatted(events),
            "UNKNOWN_SCHEMA %s 1 1 2026-01-31 12:00:00 2026-01-31 12:00:00".formatted(other),
            "4 dead letters");
  }

  @Test
  void shouldListTheLettersThatAreAskedFor() {
    send(letter(events, 0, "MALFORMED", NOON, new RecordHeaders()));
    send(letter(events, 1, "MALFORMED", NOON.plusSeconds(60), replayed(1)));
    send(letter(other, 2, "MALFORMED", NOON.plusSeconds(60), new RecordHeaders()));
    send(letter(events, 3, "NOT_FINITE", NOON.plusSeconds(60), new RecordHeaders()));

    int code =
        run(
            "list",
            "--topic",
            letters,
            "--each",
            "--reason",
            "MALFORMED,NO_VALUE",
            "--source-topic",
            events,
            "--from",
            "2026-01-31T12:00:01Z");

    assertThat(code).isZero();
    assertThat(out.toString())
        .startsWith("0:1 ")
        .contains("2026-01-31 12:01:00  MALFORMED ", events + ":0:1  what ?[2Jwas wrong")
        .contains("(sent again: 1)", "1 dead letters");
    assertThat(run("list", "--topic", letters, "--to", "2026-01-31T12:00:01Z")).isZero();
    assertThat(out.toString()).endsWith("1 dead letters%n".formatted());
    assertThat(run("list", "--topic", letters, "--limit", "3")).isZero();
    assertThat(out.toString()).endsWith("3 dead letters%n".formatted());
  }

  @Test
  void shouldShowALetterWithItsValueDecoded() throws Exception {
    send(letter(other, 4, "MALFORMED", NOON, new RecordHeaders()));
    ProducerRecord<byte[], byte[]> avro = letter(events, 5, "NOT_FINITE", NOON, replayed(0));
    send(new ProducerRecord<>(letters, 0, avro.timestamp(), bytes("k"), avro(), avro.headers()));

    assertThat(show("0:1")).isZero();
    assertThat(out.toString())
        .contains("reason   NOT_FINITE", "source   %s:0:5".formatted(events), "key      k")
        .contains("{\"pressure\": 1.5}", "header   reconstream.replayed = 0");
    assertThat(show(other + ":0:4")).isZero();
    assertThat(out.toString()).contains("value    event 4 of " + other);
  }

  @Test
  void shouldShowWhatItCannotDecode() {
    byte[] unknown = {0, 0x7f, 0, 0, 1, (byte) 0xff};
    ProducerRecord<byte[], byte[]> letter = letter(events, 5, "X", NOON, new RecordHeaders());
    send(new ProducerRecord<>(letters, 0, letter.timestamp(), null, unknown, letter.headers()));

    assertThat(show("0:0")).isZero();
    assertThat(out.toString())
        .contains("key      none", "6 bytes: 007f000001ff", "not readable as Avro of schema");
  }

  @Test
  void shouldSayThatThereIsNoSuchLetter() {
    send(letter(events, 0, "MALFORMED", NOON, new RecordHeaders()));

    assertThat(show("0:9")).isEqualTo(1);
    assertThat(show("4:0")).isEqualTo(1);
    assertThat(show(events + ":0:8")).isEqualTo(1);
    assertThat(err.toString())
        .contains("has no letter at 0:9", "has no letter at 4:0", "has no letter of " + events);
    assertThat(show("17")).isEqualTo(2);
    assertThat(run("list", "--topic", "nowhere")).isEqualTo(1);
    assertThat(err.toString())
        .contains("'17' is no place", "has no topic 'nowhere'")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSendRecordsBackAsTheyWere() {
    Headers headers = replayed(1).add("trace", bytes("t")).add(Origin.HEADER, bytes("x/0/1"));
    send(letter(events, 0, "MALFORMED", NOON, headers));
    send(letter(other, 1, "MALFORMED", NOON, new RecordHeaders()));

    assertThat(run("replay", "--topic", letters)).isZero();

    assertThat(out.toString()).contains("2 dead letters sent, 1 of them not for the first time");
    ConsumerRecord<byte[], byte[]> back = read(events).get(0);
    assertThat(back.key()).isEqualTo(bytes("key 0"));
    assertThat(back.value()).isEqualTo(bytes("event 0 of " + events));
    assertThat(back.timestamp()).isEqualTo(NOON.toEpochMilli());
    assertThat(back.headers().toArray())
        .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .containsExactly("trace=t", "reconstream.replayed=2");
    assertThat(read(other))
        .singleElement()
        .satisfies(record -> assertThat(names(record)).containsExactly("reconstream.replayed"));
    assertThat(read(letters)).hasSize(2);
  }

  @Test
  void shouldSendWhatMatchesToAnotherTopicOnly() {
    send(letter(events, 0, "MALFORMED", NOON, new RecordHeaders()));
    send(letter(events, 1, "NOT_FINITE", NOON, new RecordHeaders()));
    List<String> asked = List.of("--reason", "NOT_FINITE", "--to-topic", other);

    assertThat(replay(asked, "--dry-run")).isZero();
    assertThat(out.toString()).contains("1  to " + other, "1 dead letters would be sent");
    assertThat(read(other)).isEmpty();
    assertThat(replay(asked)).isZero();
    assertThat(read(other)).extracting(r -> new String(r.key(), UTF_8)).containsExactly("key 1");
    assertThat(read(events)).isEmpty();
  }

  @Test
  void shouldSendEachLetterOfAGroupOnce() {
    send(letter(events, 0, "MALFORMED", NOON, new RecordHeaders()));
    send(letter(events, 1, "MALFORMED", NOON, new RecordHeaders()));
    List<String> group = List.of("--group", letters);

    assertThat(replay(group, "--limit", "1")).isZero();
    // a transaction is decided before its mark is in the topic
    await().atMost(LIMIT).untilAsserted(() -> assertThat(read(events)).hasSize(1));
    assertThat(replay(group)).isZero();
    assertThat(replay(group)).isZero();
    assertThat(out.toString()).endsWith("0 dead letters sent%n".formatted());
    send(letter(events, 2, "MALFORMED", NOON, new RecordHeaders()));
    assertThat(replay(group)).isZero();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(read(events))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .containsExactly(
                        "event 0 of " + events, "event 1 of " + events, "event 2 of " + events));
  }

  @Test
  void shouldNotSendWhatIsNotTheRecord() {
    ProducerRecord<byte[], byte[]> cut = letter(events, 9, "TOO_LARGE", NOON, new RecordHeaders());
    cut.headers().add(LetterSerializer.CUT_VALUE, bytes("9000000"));
    send(cut);
    send(new ProducerRecord<>(letters, bytes("no letter")));

    assertThat(run("replay", "--topic", letters)).isZero();
    assertThat(out.toString())
        .contains("0:0 was cut and is not sent; the whole record is at %s:0:9".formatted(events))
        .contains("0:1 does not say where it came from", "0 dead letters sent; 2 cannot be sent");
    assertThat(read(events)).isEmpty();
  }

  @Test
  void shouldSayThatTheTopicToSendToIsMissing() {
    send(letter("gone", 0, "MALFORMED", NOON, new RecordHeaders()));

    assertThat(run("replay", "--topic", letters)).isEqualTo(1);
    assertThat(err.toString()).contains("has no topic 'gone' to send letters to");
  }

  private ProducerRecord<byte[], byte[]> letter(
      String topic, long offset, String reason, Instant time, Headers original) {
    return new ProducerRecord<>(
        letters,
        0,
        time.toEpochMilli(),
        bytes("key " + offset),
        bytes("event %d of %s".formatted(offset, topic)),
        DeadLetter.headers(
            original,
            new Origin(topic, 0, offset),
            reason,
            new IllegalStateException("what \u001b[2Jwas wrong")));
  }

  private static Headers replayed(int times) {
    return new RecordHeaders().add("reconstream.replayed", bytes(Integer.toString(times)));
  }

  private byte[] avro() throws Exception {
    try (SchemaRegistryClient client =
        new CachedSchemaRegistryClient(services.registry().url(), 10)) {
      int id = client.register(events + "-value", new AvroSchema(READING));
      return new RegisteredSerializer<>(id)
          .serialize(events, new GenericRecordBuilder(READING).set("pressure", 1.5).build());
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", services.broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var unused = producer.send(record);
    }
  }

  private int show(String place) {
    return run(
        "show", place, "--topic", letters, "--schema-registry-url", services.registry().url());
  }

  private int replay(List<String> options, String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay", "--topic", letters));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", services.broker().bootstrapServers()));
    return LocalCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return new TopicReader(services.broker().bootstrapServers()).read(topic);
  }

  private static List<String> names(ConsumerRecord<?, ?> record) {
    return List.of(record.headers().toArray()).stream().map(Header::key).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
