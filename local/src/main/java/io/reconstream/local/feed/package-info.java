/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Events into a topic: as Avro in Confluent's wire format, by an idempotent producer, at a steady
 * rate.
 */
package io.reconstream.local.feed;
