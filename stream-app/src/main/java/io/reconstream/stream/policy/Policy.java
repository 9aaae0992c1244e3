/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import io.reconstream.stream.policy.IncidentEvent.Status;
import java.util.List;

/** Decides, per key and event by event, what an operator is told. Immutable and thread-safe. */
public final class Policy {
  private final Rules rules;

  public Policy(Rules rules) {
    this.rules = rules;
  }

  /** What follows from this event for a key in this state. */
  public Decision decide(PolicyState state, Observation event) {
    boolean anomalous = event.anomalous();
    long recent = (state.recent() << 1 | (anomalous ? 1 : 0)) & mask();
    if (state.incident() != null) {
      return anomalous ? covered(state, recent, event) : calmer(state, recent, event);
    }
    if (!anomalous) {
      return new Decision(new PolicyState(recent, state.lastAlert(), null), false, null, null);
    }
    Withheld withheld = reasonToWithhold(state, recent, event);
    if (withheld != null) {
      return new Decision(new PolicyState(recent, state.lastAlert(), null), false, withheld, null);
    }
    OpenIncident opened = OpenIncident.opening(event);
    return new Decision(
        new PolicyState(recent, event.eventTime(), opened),
        true,
        null,
        new IncidentEvent(Status.OPEN, opened));
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
        due ? new IncidentEvent(Status.UPDATE, incident) : null);
  }

  private Decision calmer(PolicyState state, long recent, Observation event) {
    boolean calm = event.score() <= event.threshold() - rules.clearMargin();
    OpenIncident incident =
        state.incident().withCalmEvents(calm ? state.incident().calmEvents() + 1 : 0);
    if (incident.calmEvents() < rules.clearAfter()) {
      return new Decision(new PolicyState(recent, state.lastAlert(), incident), false, null, null);
    }
    return new Decision(
        new PolicyState(0, state.lastAlert(), null),
        false,
        null,
        new IncidentEvent(Status.CLOSE, incident));
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
