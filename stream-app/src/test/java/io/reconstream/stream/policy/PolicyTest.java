/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reconstream.stream.policy.IncidentEvent.ClosedBy;
import io.reconstream.stream.policy.IncidentEvent.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final double THRESHOLD = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void shouldRaiseOneAlertAndOneIncidentForALongFault() {
    List<Decision> decisions = decide(clearingAfter(2), 1, 12, 15, 11, 2, 3, 4);

    assertThat(decisions.stream().filter(Decision::alert)).hasSize(1);
    assertThat(decisions.get(1).incidents().get(0).status()).isEqualTo(Status.OPEN);
    assertThat(decisions.get(3).withheld()).isEqualTo(Withheld.IN_INCIDENT);
    IncidentEvent closed = decisions.get(5).incidents().get(0);
    assertThat(closed.closedBy()).isEqualTo(ClosedBy.CALM);
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
        new Rules(2, 3, Duration.ZERO, 1, 0, Duration.ofHours(1), HOUR, Map.of(), List.of());

    List<Decision> decisions = decide(twoOfThree, 11, 1, 1, 11, 1, 11);

    assertThat(decisions.get(0).withheld()).isEqualTo(Withheld.TOO_FEW);
    assertThat(decisions.get(3).withheld()).isEqualTo(Withheld.TOO_FEW);
    assertThat(decisions.get(5).alert()).isTrue();
  }

  @Test
  void shouldCoolDownAfterAnAlert() {
    Rules coolDown =
        new Rules(1, 1, Duration.ofMillis(3500), 1, 0, Duration.ZERO, HOUR, Map.of(), List.of());

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
    Rules hysteresis =
        new Rules(1, 1, Duration.ZERO, 2, 5, Duration.ZERO, HOUR, Map.of(), List.of());

    List<Decision> decisions = decide(hysteresis, 11, 4, 9, 4, 4);

    assertThat(decisions.get(3).incidents()).isEmpty();
    assertThat(decisions.get(4).incidents().get(0).status()).isEqualTo(Status.CLOSE);
  }

  @Test
  void shouldUpdateAnOpenIncidentAtMostOncePerInterval() {
    Rules everyTwoSeconds =
        new Rules(1, 1, Duration.ZERO, 1, 0, Duration.ofSeconds(2), HOUR, Map.of(), List.of());

    List<Decision> decisions = decide(everyTwoSeconds, 11, 11, 11, 11, 11);

    assertThat(decisions)
        .extracting(
            decision ->
                decision.incidents().isEmpty() ? null : decision.incidents().get(0).status())
        .containsExactly(Status.OPEN, null, Status.UPDATE, null, Status.UPDATE);
  }

  @Test
  void shouldWithholdWhileMuted() {
    MuteWindow mute =
        new MuteWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(2000), "maintenance");
    Rules muted =
        new Rules(1, 1, Duration.ZERO, 1, 0, Duration.ZERO, HOUR, Map.of(), List.of(mute));

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
          policy.decide(
              PolicyState.fromBytes(stored.toBytes(i * 1000L)), observation(i, scores[i]));
      assertThat(fromStored).isEqualTo(fromKept);
      kept = fromKept.state();
      stored = fromStored.state();
    }
  }

  /** As the first version wrote a key with an open incident. */
  @Test
  void shouldReadStateOfTheFirstFormat() {
    byte[] stored =
        HexFormat.of()
            .parseHex(
                "01" // format
                    + "0000000000000005" // recent
                    + "00000000000003e8" // last alert
                    + "01" // an incident
                    + "00000000000003e8" // start
                    + "00000000000007d0" // peak
                    + "4028000000000000" // peak score
                    + "0000000000000bb8" // last
                    + "0000000000000003" // anomalous events
                    + "0000000000000fa0" // updated
                    + "00000002" // calm events
                    + "00000003" // length of the id
                    + "696431");

    assertThat(PolicyState.fromBytes(stored))
        .isEqualTo(
            new PolicyState(
                5, 1000, new OpenIncident("id1", 1000, 2000, 12, 3000, 3, 2, 4000, 4000)));
    assertThat(PolicyState.changed(stored)).isEqualTo(1000);
  }

  @Test
  void shouldCloseTheIncidentOfAKeyThatWasSilent() {
    Policy policy = new Policy(silentFor(Duration.ofSeconds(10)));
    PolicyState open = policy.decide(PolicyState.INITIAL, observation(1, 12)).state();

    assertThat(policy.decideSilent(open, 10_000).incidents()).isEmpty();
    IncidentEvent closed = policy.decideSilent(open, 10_001).incidents().get(0);
    assertThat(closed.status()).isEqualTo(Status.CLOSE);
    assertThat(closed.closedBy()).isEqualTo(ClosedBy.SILENCE);
    assertThat(closed.incident().last()).isEqualTo(1000);
    assertThat(policy.decideSilent(open, 10_001).state()).isEqualTo(PolicyState.INITIAL);
  }

  /** Whether the silence is noticed by time or by the event that ends it makes no difference. */
  @Test
  void shouldOpenAnotherIncidentAfterSilence() {
    Policy policy = new Policy(silentFor(Duration.ofSeconds(10)));
    PolicyState open = policy.decide(PolicyState.INITIAL, observation(1, 12)).state();

    Decision late = policy.decide(open, observation(30, 13));

    assertThat(late.alert()).isTrue();
    assertThat(late.incidents())
        .extracting(IncidentEvent::status, IncidentEvent::closedBy)
        .containsExactly(tuple(Status.CLOSE, ClosedBy.SILENCE), tuple(Status.OPEN, null));
    PolicyState noticed = policy.decideSilent(open, 10_001).state();
    assertThat(policy.decide(noticed, observation(30, 13)).state()).isEqualTo(late.state());
  }

  @Test
  void shouldForgetTheLastAlertOnceItsCoolDownIsOver() {
    Rules cooling =
        new Rules(1, 1, Duration.ofSeconds(5), 1, 0, Duration.ZERO, HOUR, Map.of(), List.of());

    List<Decision> decisions = decide(cooling, 11, 1, 1, 1, 1, 1);

    assertThat(decisions.get(4).state()).isNotEqualTo(PolicyState.INITIAL);
    assertThat(decisions.get(5).state()).isEqualTo(PolicyState.INITIAL);
  }

  @Test
  void shouldRefuseStateOfALaterFormat() {
    assertThatThrownBy(() -> PolicyState.fromBytes(new byte[] {9}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 9")
        .hasMessageContaining("reads up to 2");
  }

  @Test
  void shouldRefuseRulesThatCannotHold() {
    assertThatThrownBy(() -> new Rules(5, 3, null, 1, 0, null, null, null, null))
        .hasMessage("policy rule 'anomalous' is 5, expected 1 to of = 3");
    assertThatThrownBy(() -> new FeatureRule(null, -1, 0))
        .hasMessage("floor is -1.0, expected 0 or more");
  }

  private static Rules clearingAfter(int events) {
    return new Rules(
        1, 1, Duration.ZERO, events, 0, Duration.ofHours(1), HOUR, Map.of(), List.of());
  }

  private static Rules silentFor(Duration most) {
    return new Rules(1, 1, Duration.ZERO, 10, 0, HOUR, most, Map.of(), List.of());
  }

  private static Rules withFeature(FeatureRule rule) {
    return new Rules(
        1, 1, Duration.ZERO, 1, 0, Duration.ZERO, HOUR, Map.of("flow", rule), List.of());
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
