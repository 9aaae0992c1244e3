/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.stream.policy.Decision;
import io.reconstream.stream.policy.Observation;
import io.reconstream.stream.policy.Policies;
import io.reconstream.stream.policy.Policy;
import io.reconstream.stream.policy.PolicyState;
import io.reconstream.stream.state.StoreSweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the policy remembers of one task's keys, in a store that has an entry only for keys of which
 * there is something to remember.
 */
final class PolicyStates {
  private final KeyValueStore<String, byte[]> store;
  private final Policies policies;
  private final Duration idle;
  private final StoreSweep sweep;

  /** What a key's silence led to. */
  record Silent(String key, Decision decision) {}

  /**
   * @param idle a key whose state did not change for longer is forgotten; zero: never
   */
  PolicyStates(KeyValueStore<String, byte[]> store, Policies policies, Duration idle) {
    this.store = store;
    this.sweep = new StoreSweep(store);
    this.policies = policies;
    this.idle = idle;
  }

  Decision decide(String key, Observation event) {
    byte[] stored = store.get(key);
    PolicyState before = stored == null ? PolicyState.INITIAL : PolicyState.fromBytes(stored);
    Decision decision = policies.of(key).decide(before, event);
    keep(key, before, decision.state(), event.eventTime());
    return decision;
  }

  private void keep(String key, PolicyState before, PolicyState after, long time) {
    if (!after.equals(before)) {
      store.put(key, after.equals(PolicyState.INITIAL) ? null : after.toBytes(time));
    }
  }

  /**
   * Ends what silence ends, and forgets keys that were silent for long, in the next stretch of the
   * store; begins again at its end.
   */
  List<Silent> step(EventClock clock, long wall) {
    List<Silent> ended = new ArrayList<>();
    sweep.step((key, stored) -> look(key, stored, clock, wall, ended));
    return ended;
  }

  private void look(String key, byte[] stored, EventClock clock, long wall, List<Silent> ended) {
    PolicyState state = PolicyState.fromBytes(stored);
    Policy policy = policies.of(key);
    if (state.incident() != null) {
      long seen = state.incident().seen();
      Decision decision = policy.decideSilent(state, clock.silence(seen, wall));
      keep(key, state, decision.state(), seen);
      if (!decision.incidents().isEmpty()) {
        ended.add(new Silent(key, decision));
      }
      return;
    }
    long longest = Math.max(idle.toMillis(), policy.rules().coolDown().toMillis());
    if (!idle.isZero() && clock.silence(PolicyState.changed(stored), wall) > longest) {
      store.delete(key);
    }
  }
}
