/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One simulated event.
 *
 * @param key the machine or the customer
 * @param time when it happened
 * @param value the event itself; its label field names the episode's kind
 * @param episode what was injected; empty for a normal event
 */
public record Event(String key, Instant time, SpecificRecord value, Optional<Episode> episode) {}
