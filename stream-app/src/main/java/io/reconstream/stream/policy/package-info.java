/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From verdicts to alerts and incidents: what the operator is told, and why the rest is withheld.
 *
 * <p>{@link io.reconstream.stream.policy.Policy} is a pure function of a key's {@link
 * io.reconstream.stream.policy.PolicyState} and one {@link
 * io.reconstream.stream.policy.Observation}; who keeps the state between events is not its concern.
 * All times are event times, so that a replay decides alike.
 */
package io.reconstream.stream.policy;
