/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Simulated events that read like the real thing, each with the fault or fraud that was injected
 * into it: what the demo streams, what {@code simulate} sends, and what tests train on.
 *
 * <p>A simulation is deterministic: the same seed gives the same events, with or without faults
 * where no fault is.
 */
package io.reconstream.local.simulate;
