/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.reconstream.e2e.chaos.Instance;
import io.reconstream.e2e.chaos.OutputTopics;
import io.reconstream.e2e.chaos.Services;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances share the partitions, each with a standby of the other's windows; one is killed.
 * What both wrote is held against what one instance wrote that had all partitions and was left
 * alone.
 */
@Tag("slow")
class WindowTakeOverTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String INPUT = "machines";
  private static final String SHARED = "shared";
  private static final String ALONE = "alone";

  /** Logs can be read after a failure. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private Path bundle;

  @BeforeEach
  void trainABundle() throws IOException {
    bundle = WindowBundle.train(directory.resolve("bundle"));
  }

  @Test
  void shouldGoOnWithWarmWindowsWhenAnInstanceIsKilled() throws Exception {
    try (Services services = Services.start(directory)) {
      services.createTopics(INPUT, OutputTopics.of(SHARED), OutputTopics.of(ALONE));
      Told shared = told(services, SHARED);
      Told alone = told(services, ALONE);
      int before;
      try (Instance first = instance(services, SHARED, "1");
          Instance second = instance(services, SHARED, "2");
          Instance undisturbed = instance(services, ALONE, "0");
          Machines machines = new Machines(INPUT, services.bootstrapServers())) {
        awaitShared(services);
        machines.send(40);
        before = machines.events();
        awaitLong().until(() -> shared.scores().size() == machines.events());
        machines.send(10);
        first.kill();
        machines.send(50);
        awaitLong().until(() -> shared.scores().size() == machines.events());
        awaitLong().until(() -> alone.scores().size() == machines.events());
        assertThat(second.isAlive()).as(second.log().toString()).isTrue();
        assertThat(undisturbed.isAlive()).as(undisturbed.log().toString()).isTrue();
      }
      assertSame(shared.scores(), alone.scores(), WindowTakeOverTest::line, Score::getScore);
      assertSame(shared.alerts(), alone.alerts(), WindowTakeOverTest::line, Alert::getScore);
      assertSame(
          shared.incidents(), alone.incidents(), WindowTakeOverTest::line, Incident::getPeakScore);
      assertThat(before).isGreaterThan(WindowBundle.LENGTH * Machines.COUNT);
      assertThat(shared.scores().stream().filter(s -> s.getVerdict() == Verdict.NOT_READY))
          .as("each machine waits for its first window, and never again")
          .hasSize((WindowBundle.LENGTH - 1) * Machines.COUNT);
    }
  }

  private static ConditionFactory awaitLong() {
    return await().atMost(LIMIT).pollInterval(Duration.ofMillis(500));
  }

  /** Until each instance has a partition, neither can be the one that is missed. */
  private static void awaitShared(Services services) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
      awaitLong()
          .ignoreExceptions()
          .until(
              () ->
                  admin
                          .describeConsumerGroups(List.of(SHARED))
                          .describedGroups()
                          .get(SHARED)
                          .get()
                          .members()
                          .stream()
                          .filter(member -> !member.assignment().topicPartitions().isEmpty())
                          .map(member -> member.consumerId())
                          .distinct()
                          .count()
                      == 2);
    }
  }

  private static Told told(Services services, String application) {
    return new Told(services.bootstrapServers(), services.registryUrl(), application);
  }

  private Instance instance(Services services, String application, String number) {
    Map<String, String> settings = new HashMap<>(OutputTopics.of(application).settings());
    settings.putAll(
        Map.ofEntries(
            Map.entry("application.id", application),
            Map.entry("bootstrap.servers", services.bootstrapServers()),
            Map.entry("schema.registry.url", services.registryUrl()),
            Map.entry("input.topics", INPUT),
            Map.entry("input.format", "json"),
            Map.entry("event.time.field", "time"),
            Map.entry("incidents.topic", application + "-incidents"),
            Map.entry("topics.create", "true"),
            Map.entry("model.path", bundle.toAbsolutePath().toString()),
            Map.entry("policy.anomalous", "2"),
            Map.entry("policy.of", "3"),
            Map.entry("policy.update.every.ms", "5000"),
            Map.entry("threshold.mode", "adaptive"),
            Map.entry("threshold.rate", "0.005"),
            Map.entry("kafka.num.standby.replicas", "1"),
            // the broker forgets a killed instance sooner than after 45 s
            Map.entry("kafka.session.timeout.ms", "6000"),
            Map.entry("kafka.heartbeat.interval.ms", "1000")));
    return new Instance(application + "-" + number, directory, settings);
  }

  /**
   * The same records, in any order; batches of other sizes round a score's last digits otherwise.
   */
  private static <T> void assertSame(
      List<T> actual, List<T> expected, Function<T, String> line, Function<T, Double> score) {
    List<T> found = actual.stream().sorted(Comparator.comparing(line)).toList();
    List<T> wanted = expected.stream().sorted(Comparator.comparing(line)).toList();
    assertThat(found.stream().map(line)).isNotEmpty().isEqualTo(wanted.stream().map(line).toList());
    for (int i = 0; i < found.size(); i++) {
      Double one = score.apply(wanted.get(i));
      if (one != null) {
        assertThat(score.apply(found.get(i)))
            .as(line.apply(found.get(i)))
            .isCloseTo(one, within(1e-5 * Math.max(1, one)));
      }
    }
  }

  private static String line(Score score) {
    return "%d@%d %s %s"
        .formatted(
            score.getSourcePartition(),
            score.getSourceOffset(),
            score.getVerdict(),
            score.getWithheld());
  }

  private static String line(Alert alert) {
    return "%s %s %s %s"
        .formatted(
            alert.getId(), alert.getKey(), alert.getEventTime(), alert.getWindow().getStart());
  }

  private static String line(Incident incident) {
    return "%s %s %s %s %s %s %d %s"
        .formatted(
            incident.getId(),
            incident.getKey(),
            incident.getStatus(),
            incident.getStart(),
            incident.getPeak(),
            incident.getLast(),
            incident.getAnomalousEvents(),
            incident.getClosedBy());
  }
}
