/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.e2e.chaos.Output.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills whatever can be killed while events flow: exactly-once must neither lose nor double,
 * at-least-once must not lose. {@code -Dchaos.events=200000 -Dchaos.rounds=30} asks for more than
 * the few that every build runs.
 */
@Tag("slow")
class ChaosTest {

  private static final int EVENTS = Integer.getInteger("chaos.events", 20_000);
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 1);
  private static final int EVENTS_PER_SECOND = 2_000;
  private static final int INSTANCES = 2;

  /** Below the build's folder, where logs can be read after a failure. */
  private static final Path DIRECTORY = Path.of("target", "chaos");

  private Path bundle;

  @BeforeEach
  void trainABundle() throws IOException {
    if (Files.exists(DIRECTORY)) {
      try (Stream<Path> files = Files.walk(DIRECTORY)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    bundle = FeedBundle.train(DIRECTORY.resolve("bundle"));
  }

  @Test
  void shouldWriteWhatAnUndisturbedRunWritesWhenEverythingIsKilled() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      FaultScript script =
          FaultScript.random(
              round, Fault.ONE_INSTANCE, Fault.BROKER, Fault.REGISTRY, Fault.EVERY_INSTANCE);
      Path directory = DIRECTORY.resolve("round-" + round);

      ChaosRun.Outcome outcome =
          new ChaosRun(directory, bundle, EVENTS, EVENTS_PER_SECOND, INSTANCES, round)
              .under(script);

      assertComplete(outcome.undisturbed());
      assertThat(outcome.exactlyOnce().differencesFrom(outcome.undisturbed())).isEmpty();
      assertThat(outcome.atLeastOnce().deduplicated().differencesFrom(outcome.undisturbed()))
          .isEmpty();
    }
  }

  /** Every event was scored or is a dead letter, and some of both and of alerts there were. */
  private static void assertComplete(Output output) {
    assertThat(output.count(Kind.SCORE) + output.count(Kind.DEAD_LETTER)).isEqualTo(EVENTS);
    assertThat(List.of(Kind.values())).allMatch(kind -> output.count(kind) > 0);
  }
}
