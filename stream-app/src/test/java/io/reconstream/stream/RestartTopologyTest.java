/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.model.window.WindowSpec.WarmUp;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Score;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is told of each key - alerts, incidents, scores, all of their fields - is the same whenever
 * the app was killed, with all that remembers something: windows with gaps, smoothing, k of n,
 * incidents that time and silence end, thresholds that follow their keys.
 */
class RestartTopologyTest {
  private static final int WIDTH = 3;
  private static final int KEYS = 4;
  private static final int EVENTS = 400;
  private static final int ROUNDS = Integer.getInteger("restarts.rounds", 1);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("window.gap.ms", "30000"),
          Map.entry("window.interpolate.step.ms", "4000"),
          Map.entry("window.cache.keys", "2"),
          Map.entry("policy.anomalous", "2"),
          Map.entry("policy.of", "3"),
          Map.entry("policy.clear.after", "4"),
          Map.entry("policy.cool.down.ms", "60000"),
          Map.entry("policy.update.every.ms", "20000"),
          Map.entry("policy.incident.max.silence.ms", "90000"),
          Map.entry("policy.features", "x0:HIGH, x1:HIGH, x2:HIGH"),
          Map.entry("threshold.mode", "adaptive"),
          Map.entry("threshold.rate", "0.015"));

  private static final List<String> STORES = List.of("windows", "policies", "thresholds");

  @TempDir private Path dir;
  private Path bundle;
  private int starts;

  @BeforeEach
  void seal() {
    bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.sealWindows(
        bundle,
        FloatEvents.features(WIDTH),
        1,
        new WindowSpec(4, WarmUp.WAIT),
        new Smoothing(0.4, 0.1, List.of(1.0, 2.0, 1.0)));
  }

  /** {@code -Drestarts.rounds=50} asks for more than every build does. */
  @Test
  void shouldTellTheSameWhenKilledAtRandomPlaces() {
    Map<String, List<String>> undisturbed = told(new BitSet(), new Random(0));
    assertTellsOfEverything(undisturbed.values().stream().flatMap(List::stream).toList());

    for (int round = 1; round <= ROUNDS; round++) {
      Random random = new Random(round);
      BitSet kills = new BitSet();
      random.ints(8, 1, EVENTS).forEach(kills::set);
      assertThat(told(kills, random)).as("round %d", round).isEqualTo(undisturbed);
    }
  }

  /**
   * At-least-once, the stores are as they were when it was killed: ahead of the last commit, from
   * which events are processed again.
   */
  @Test
  void shouldTellTheSameAgainWhenEventsAreProcessedAgain() {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("processing.guarantee", "at_least_once"),
            Map.entry("incidents.topic", ""), // a policy counts an event twice
            Map.entry("window.replay.rows", "20"),
            Map.entry("window.gap.ms", "30000"),
            Map.entry("window.interpolate.step.ms", "4000"),
            Map.entry("window.cache.keys", "2"));
    Set<Told> undisturbed = new HashSet<>(toldAtLeastOnce(settings, new BitSet(), new Random(0)));
    assertThat(undisturbed)
        .extracting(Told::of)
        .contains("alerts of key-0", "scores")
        .doesNotContain("incidents of key-0");

    for (int round = 1; round <= ROUNDS; round++) {
      Random random = new Random(round);
      BitSet kills = new BitSet();
      random.ints(8, 1, EVENTS).forEach(kills::set);
      List<Told> told = toldAtLeastOnce(settings, kills, random);
      assertThat(told).as("round %d", round).hasSizeGreaterThan(undisturbed.size());
      assertThat(new HashSet<>(told)).as("round %d", round).isEqualTo(undisturbed);
    }
  }

  private List<Told> toldAtLeastOnce(Map<String, String> settings, BitSet kills, Random random) {
    List<Told> told = new ArrayList<>();
    RunningTopology app = start(settings, new Commit(0, Map.of(), 0));
    int committed = 0;
    for (int event = 0; event < EVENTS; event++) {
      if (kills.get(event)) {
        kills.clear(event);
        Commit left = new Commit(committed, contents(app, List.of("windows")), 0);
        app.close();
        app = start(settings, left);
        event = committed;
      }
      send(app, event);
      told.addAll(output(app));
      if (random.nextInt(10) == 0) {
        committed = event + 1;
      }
    }
    app.close();
    return told;
  }

  /** Otherwise the same would be easily told. */
  private static void assertTellsOfEverything(List<String> told) {
    for (String part :
        List.of(
            "\"status\": \"OPEN\"",
            "\"status\": \"UPDATE\"",
            "\"closedBy\": \"CALM\"",
            "\"closedBy\": \"SILENCE\"",
            "\"verdict\": \"NOT_READY\"",
            "\"withheld\": \"TOO_FEW\"",
            "\"withheld\": \"COOL_DOWN\"",
            "\"withheld\": \"DIRECTION\"",
            "\"contributors\"")) {
      assertThat(told.stream().anyMatch(line -> line.contains(part))).as(part).isTrue();
    }
  }

  /** The last commit: what a restarted app goes on from. */
  private record Commit(int events, Map<String, List<KeyValue<Object, Object>>> stores, int told) {}

  /**
   * What is told of each key, in order. A killed app goes on from a commit some events before, and
   * what it wrote since is not there, as with exactly-once.
   */
  private Map<String, List<String>> told(BitSet kills, Random random) {
    BitSet due = (BitSet) kills.clone();
    List<Told> told = new ArrayList<>();
    RunningTopology app = start(SETTINGS, new Commit(0, Map.of(), 0));
    Commit commit = new Commit(0, Map.of(), 0);
    for (int event = 0; event < EVENTS; event++) {
      if (due.get(event)) {
        due.clear(event);
        app.close();
        app = start(SETTINGS, commit);
        told.subList(commit.told(), told.size()).clear();
        event = commit.events();
      }
      send(app, event);
      told.addAll(output(app));
      if (random.nextInt(10) == 0) {
        commit = new Commit(event + 1, contents(app, STORES), told.size());
      }
    }
    app.driver().advanceWallClockTime(Duration.ofMinutes(3));
    told.addAll(output(app));
    app.close();
    Map<String, List<String>> byKey = new TreeMap<>();
    told.forEach(one -> byKey.computeIfAbsent(one.of(), key -> new ArrayList<>()).add(one.text()));
    return byKey;
  }

  /**
   * One record.
   *
   * @param of its topic and key: silence is found out at another time by another task
   */
  private record Told(String of, String text) {}

  private RunningTopology start(Map<String, String> settings, Commit commit) {
    RunningTopology app =
        new RunningTopology(bundle, dir.resolve("state-" + starts++), new FloatEvents(), settings);
    // the driver counts offsets from 0, a broker goes on; nothing is remembered of these
    for (int i = 0; i < commit.events(); i++) {
      app.send("events", "", null, NOON);
    }
    var unused = output(app);
    commit
        .stores()
        .forEach(
            (name, rows) -> {
              KeyValueStore<Object, Object> store = app.driver().getKeyValueStore(name);
              rows.forEach(row -> store.put(row.key, row.value));
            });
    return app;
  }

  /** Each event depends on its number alone. */
  private static void send(RunningTopology app, int event) {
    SplittableRandom random =
        new SplittableRandom(event); // of near seeds, Random says nearly the same
    int key = event % 50 == 49 ? 0 : random.nextInt(KEYS);
    if (key == 3 && event > 260) {
      key = 2; // falls silent, in an incident
    }
    float[] row = new float[WIDTH];
    boolean faulty = event / 60 % 3 == 1;
    for (int i = 0; i < WIDTH; i++) {
      row[i] = 0.3f + 0.12f * random.nextFloat();
    }
    if (faulty && random.nextInt(5) > 0) {
      row[random.nextInt(4) == 0 ? 1 : 0] += 2 * random.nextFloat();
    }
    if (key == 1 && event % 100 < 40) {
      Arrays.fill(row, -1.5f); // too low, where only too high counts
    }
    if (key == 3 && event > 190) {
      row[0] = 3;
    }
    // a second or so an event; now and then one is late, and once all pause
    int second = event + (event > 330 ? 40 : 0) - (random.nextInt(30) == 0 ? 20 : 0);
    app.send("events", "key-" + key, FloatEvents.event(row), NOON.plusSeconds(second));
    app.driver().advanceWallClockTime(Duration.ofMillis(250));
  }

  private static List<Told> output(RunningTopology app) {
    List<Told> told = new ArrayList<>();
    app.read("alerts", Alert.class)
        .forEach(alert -> told.add(new Told("alerts of " + alert.getKey(), alert.toString())));
    app.read("incidents", Incident.class)
        .forEach(
            incident ->
                told.add(new Told("incidents of " + incident.getKey(), incident.toString())));
    app.read("scores", Score.class)
        .forEach(score -> told.add(new Told("scores", score.toString())));
    return told;
  }

  private static Map<String, List<KeyValue<Object, Object>>> contents(
      RunningTopology app, List<String> stores) {
    Map<String, List<KeyValue<Object, Object>>> contents = new HashMap<>();
    for (String name : stores) {
      KeyValueStore<Object, Object> store = app.driver().getKeyValueStore(name);
      List<KeyValue<Object, Object>> rows = new ArrayList<>();
      try (KeyValueIterator<Object, Object> all = store.all()) {
        all.forEachRemaining(rows::add);
      }
      contents.put(name, rows);
    }
    return contents;
  }
}
