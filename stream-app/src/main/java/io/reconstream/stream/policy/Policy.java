/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import io.reconstream.stream.policy.IncidentEvent.ClosedBy;
import java.util.ArrayList;
import java.util.List;

/** Decides, per key and event by event, what an operator is told. Immutable and thread-safe. */
public final class Policy {
  private final Rules rules;

  public Policy(Rules rules) {
    this.rules = rules;
  }

  /** What this policy demands. */
  public Rules rules() {
    return rules;
  }

  /** What follows from this event for a key in this state. */
  public Decision decide(PolicyState state, Observation event) {
    if (state.incident() != null && isTooLong(event.eventTime() - state.incident().seen())) {
      Decision ended = ended(state, ClosedBy.SILENCE, state.incident());
      Decision next = decide(ended.state(), event);
      List<IncidentEvent> both = new ArrayList<>(ended.incidents());
      both.addAll(next.incidents());
      return new Decision(next.state(), next.alert(), next.withheld(), both);
    }
    boolean anomalous = event.anomalous();
    long recent = (state.recent() << 1 | (anomalous ? 1 : 0)) & mask();
    if (state.incident() != null) {
      return anomalous ? covered(state, recent, event) : calmer(state, recent, event);
    }
    PolicyState after = new PolicyState(recent, lastAlert(state, event.eventTime()), null);
    if (!anomalous) {
      return Decision.calm(after);
    }
    Withheld withheld = reasonToWithhold(after, recent, event);
    if (withheld != null) {
      return new Decision(after, false, withheld, List.of());
    }
    OpenIncident opened = OpenIncident.opening(event);
    return new Decision(
        new PolicyState(recent, event.eventTime(), opened),
        true,
        null,
        List.of(IncidentEvent.opened(opened)));
  }

  /**
   * What follows where a key in this state has had no event for so long.
   *
   * @param silence event time since the key's newest event, milliseconds
   */
  public Decision decideSilent(PolicyState state, long silence) {
    return state.incident() != null && isTooLong(silence)
        ? ended(state, ClosedBy.SILENCE, state.incident())
        : Decision.calm(state);
  }

  private boolean isTooLong(long silence) {
    return !rules.maxSilence().isZero() && silence > rules.maxSilence().toMillis();
  }

  /** A last alert that no cool-down of this key asks for any more is forgotten. */
  private long lastAlert(PolicyState state, long eventTime) {
    boolean over =
        state.lastAlert() != Long.MIN_VALUE
            && eventTime - state.lastAlert() >= rules.coolDown().toMillis();
    return over ? Long.MIN_VALUE : state.lastAlert();
  }

  private long mask() {
    return rules.of() == Long.SIZE ? -1L : (1L << rules.of()) - 1;
  }

  private Decision covered(PolicyState state, long recent, Observation event) {
    OpenIncident covering = state.incident().covering(event);
    boolean due = event.eventTime() - covering.updated() >= rules.updateEvery().toMillis();
    OpenIncident incident = due ? covering.updatedAt(event.eventTime()) : covering;
    return new Decision(
        new PolicyState(recent, state.lastAlert(), incident),
        false,
        Withheld.IN_INCIDENT,
        due ? List.of(IncidentEvent.updated(incident)) : List.of());
  }

  private Decision calmer(PolicyState state, long recent, Observation event) {
    boolean calm = event.score() <= event.threshold() - rules.clearMargin();
    OpenIncident incident =
        state
            .incident()
            .withCalmEvents(calm ? state.incident().calmEvents() + 1 : 0, event.eventTime());
    return incident.calmEvents() < rules.clearAfter()
        ? Decision.calm(new PolicyState(recent, state.lastAlert(), incident))
        : ended(state, ClosedBy.CALM, incident);
  }

  private Decision ended(PolicyState state, ClosedBy why, OpenIncident incident) {
    return new Decision(
        new PolicyState(0, lastAlert(state, incident.seen()), null),
        false,
        null,
        List.of(IncidentEvent.closed(incident, why)));
  }

  private Withheld reasonToWithhold(PolicyState state, long recent, Observation event) {
    for (MuteWindow mute : rules.mutes()) {
      if (mute.contains(event.eventTime())) {
        return Withheld.MUTED;
      }
    }
    if (Long.bitCount(recent) < rules.anomalous()) {
      return Withheld.TOO_FEW;
    }
    if (state.lastAlert() != Long.MIN_VALUE
        && Math.abs(event.eventTime() - state.lastAlert()) < rules.coolDown().toMillis()) {
      return Withheld.COOL_DOWN;
    }
    return rules.features().isEmpty() ? null : causeToWithhold(event.causes().get());
  }

  /**
   * An alert needs a cause that counts. Among the causes that matter (a tenth of the largest share
   * or more), one that no rule speaks against is enough.
   */
  private Withheld causeToWithhold(List<Cause> causes) {
    Withheld reason = null;
    for (Cause cause : causes) {
      if (cause.share() < causes.get(0).share() / 10) {
        break;
      }
      FeatureRule rule = rules.features().get(cause.feature());
      if (rule == null || Double.isNaN(cause.value())) {
        return null;
      }
      if (!rule.direction().admits(cause.value(), cause.expected())) {
        reason = reason == null ? Withheld.DIRECTION : reason;
      } else if (rule.belowFloor(cause.value(), cause.expected())) {
        reason = reason == null ? Withheld.BELOW_FLOOR : reason;
      } else {
        return null;
      }
    }
    return reason;
  }
}
