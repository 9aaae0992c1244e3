/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * What follows from one event.
 *
 * @param state what to remember of the key
 * @param alert whether to raise an alert
 * @param withheld why an anomalous event raised none, or null
 * @param incident what to tell of the key's incident, or null
 */
public record Decision(
    PolicyState state, boolean alert, Withheld withheld, IncidentEvent incident) {}
