/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Records that could not be processed: their bytes and headers as they came, and beside them why
 * and where from, under the header names of Kafka Streams' own dead letters (KIP-1034).
 */
package io.reconstream.stream.deadletter;
