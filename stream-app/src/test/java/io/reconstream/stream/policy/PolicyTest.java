/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.stream.policy.IncidentEvent.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final double THRESHOLD = 10;

  @Test
  void shouldRaiseOneAlertAndOneIncidentForALongFault() {
    List<Decision> decisions = decide(clearingAfter(2), 1, 12, 15, 11, 2, 3, 4);

    assertThat(decisions.stream().filter(Decision::alert)).hasSize(1);
    assertThat(decisions.get(1).incident().status()).isEqualTo(Status.OPEN);
    assertThat(decisions.get(3).withheld()).isEqualTo(Withheld.IN_INCIDENT);
    IncidentEvent closed = decisions.get(5).incident();
    assertThat(closed.status()).isEqualTo(Status.CLOSE);
    assertThat(closed.incident().id()).isEqualTo("alert-1");
    assertThat(closed.incident().start()).isEqualTo(1000);
    assertThat(closed.incident().peak()).isEqualTo(2000);
    assertThat(closed.incident().peakScore()).isEqualTo(15);
    assertThat(closed.incident().last()).isEqualTo(3000);
    assertThat(closed.incident().anomalousEvents()).isEqualTo(3);
    assertThat(decisions.get(6).state().incident()).isNull();
  }

  @Test
  void shouldWaitForKOfNAnomalousEvents() {
    Rules twoOfThree =
        new Rules(2, 3, Duration.ZERO, 1, 0, Duration.ofHours(1), Map.of(), List.of());

    List<Decision> decisions = decide(twoOfThree, 11, 1, 1, 11, 1, 11);

    assertThat(decisions.get(0).withheld()).isEqualTo(Withheld.TOO_FEW);
    assertThat(decisions.get(3).withheld()).isEqualTo(Withheld.TOO_FEW);
    assertThat(decisions.get(5).alert()).isTrue();
  }

  @Test
  void shouldCoolDownAfterAnAlert() {
    Rules coolDown =
        new Rules(1, 1, Duration.ofMillis(3500), 1, 0, Duration.ZERO, Map.of(), List.of());

    List<Decision> decisions = decide(coolDown, 11, 1, 11, 1, 11);

    assertThat(decisions.get(0).alert()).isTrue();
    assertThat(decisions.get(2).withheld()).isEqualTo(Withheld.COOL_DOWN);
    assertThat(decisions.get(4).alert()).isTrue();
  }

  @Test
  void shouldAlertOnAnEventOlderThanTheLastAlert() {
    PolicyState afterAlert = new PolicyState(0, 60_000, null);

    Decision decision = new Policy(clearingAfter(1)).decide(afterAlert, observation(1, 11));

    assertThat(decision.alert()).isTrue();
  }

  @Test
  void shouldKeepTheIncidentOpenWhileScoresStayWithinTheClearMargin() {
    Rules hysteresis = new Rules(1, 1, Duration.ZERO, 2, 5, Duration.ZERO, Map.of(), List.of());

    List<Decision> decisions = decide(hysteresis, 11, 4, 9, 4, 4);

    assertThat(decisions.get(3).incident()).isNull();
    assertThat(decisions.get(4).incident().status()).isEqualTo(Status.CLOSE);
  }

  @Test
  void shouldUpdateAnOpenIncidentAtMostOncePerInterval() {
    Rules everyTwoSeconds =
        new Rules(1, 1, Duration.ZERO, 1, 0, Duration.ofSeconds(2), Map.of(), List.of());

    List<Decision> decisions = decide(everyTwoSeconds, 11, 11, 11, 11, 11);

    assertThat(decisions)
        .extracting(decision -> decision.incident() == null ? null : decision.incident().status())
        .containsExactly(Status.OPEN, null, Status.UPDATE, null, Status.UPDATE);
  }

  @Test
  void shouldWithholdWhileMuted() {
    MuteWindow mute =
        new MuteWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(2000), "maintenance");
    Rules muted = new Rules(1, 1, Duration.ZERO, 1, 0, Duration.ZERO, Map.of(), List.of(mute));

    List<Decision> decisions = decide(muted, 11, 11, 11);

    assertThat(decisions).extracting(Decision::withheld).startsWith(Withheld.MUTED, Withheld.MUTED);
    assertThat(decisions.get(2).alert()).isTrue();
  }

  @Test
  void shouldWithholdWhenEveryCauseIsOnASideThatDoesNotCount() {
    Rules onlyHigh = withFeature(new FeatureRule(Direction.HIGH, 0, 0));

    assertThat(decide(onlyHigh, new Cause("flow", 1, 5, 0.9)).withheld())
        .isEqualTo(Withheld.DIRECTION);
    assertThat(decide(onlyHigh, new Cause("flow", 9, 5, 0.9)).alert()).isTrue();
  }

  @Test
  void shouldWithholdWhenEveryCauseIsBelowItsFloor() {
    assertThat(
            decide(withFeature(new FeatureRule(null, 2, 0)), new Cause("flow", 6, 5, 0.9))
                .withheld())
        .isEqualTo(Withheld.BELOW_FLOOR);
    assertThat(
            decide(withFeature(new FeatureRule(null, 0, 30)), new Cause("flow", 6, 5, 0.9))
                .withheld())
        .isEqualTo(Withheld.BELOW_FLOOR);
    assertThat(
            decide(withFeature(new FeatureRule(null, 0, 10)), new Cause("flow", 6, 5, 0.9)).alert())
        .isTrue();
  }

  @Test
  void shouldAlertWhenACauseWithoutARuleMatters() {
    Rules onlyHigh = withFeature(new FeatureRule(Direction.HIGH, 0, 0));

    assertThat(
            decide(onlyHigh, new Cause("flow", 1, 5, 0.6), new Cause("pressure", 1, 5, 0.4))
                .alert())
        .isTrue();
    assertThat(
            decide(onlyHigh, new Cause("flow", 1, 5, 0.98), new Cause("pressure", 1, 5, 0.02))
                .withheld())
        .isEqualTo(Withheld.DIRECTION);
  }

  @Test
  void shouldDecideAlikeAfterItsStateWasStored() {
    Policy policy = new Policy(Rules.DEFAULT);
    PolicyState kept = PolicyState.INITIAL;
    PolicyState stored = PolicyState.INITIAL;
    double[] scores = {1, 12, 13, 2, 14, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 15};
    for (int i = 0; i < scores.length; i++) {
      Decision fromKept = policy.decide(kept, observation(i, scores[i]));
      Decision fromStored =
          policy.decide(PolicyState.fromBytes(stored.toBytes()), observation(i, scores[i]));
      assertThat(fromStored).isEqualTo(fromKept);
      kept = fromKept.state();
      stored = fromStored.state();
    }
  }

  @Test
  void shouldRefuseStateOfALaterFormat() {
    assertThatThrownBy(() -> PolicyState.fromBytes(new byte[] {9}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 9")
        .hasMessageContaining("reads 1");
  }

  @Test
  void shouldRefuseRulesThatCannotHold() {
    assertThatThrownBy(() -> new Rules(5, 3, null, 1, 0, null, null, null))
        .hasMessage("policy rule 'anomalous' is 5, expected 1 to of = 3");
    assertThatThrownBy(() -> new FeatureRule(null, -1, 0))
        .hasMessage("floor is -1.0, expected 0 or more");
  }

  private static Rules clearingAfter(int events) {
    return new Rules(1, 1, Duration.ZERO, events, 0, Duration.ofHours(1), Map.of(), List.of());
  }

  private static Rules withFeature(FeatureRule rule) {
    return new Rules(1, 1, Duration.ZERO, 1, 0, Duration.ZERO, Map.of("flow", rule), List.of());
  }

  private static Decision decide(Rules rules, Cause... causes) {
    return new Policy(rules)
        .decide(
            PolicyState.INITIAL,
            new Observation(0, 11, THRESHOLD, "alert-0", () -> List.of(causes)));
  }

  private static List<Decision> decide(Rules rules, double... scores) {
    Policy policy = new Policy(rules);
    List<Decision> decisions = new ArrayList<>();
    PolicyState state = PolicyState.INITIAL;
    for (int i = 0; i < scores.length; i++) {
      Decision decision = policy.decide(state, observation(i, scores[i]));
      decisions.add(decision);
      state = decision.state();
    }
    return decisions;
  }

  private static Observation observation(int i, double score) {
    return new Observation(i * 1000L, score, THRESHOLD, "alert-" + i, List::of);
  }
}
