/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From an event's bytes to a row.
 *
 * <p>A format (Avro, JSON) is an {@link io.reconstream.stream.event.EventDecoderFactory}. Decoders
 * write floats straight into the scoring buffer and build no record; an event that has no row gives
 * an {@link io.reconstream.stream.event.UndecodableException} with the reason for its dead letter.
 */
package io.reconstream.stream.event;
