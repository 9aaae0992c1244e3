/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a topic gets that no one meant to send: each must become a dead letter, and nothing more.
 */
enum BadRecord {
  /** Text from a producer that was configured wrongly. */
  WRONG_FRAMING,
  /** Avro of a registry that is not ours. */
  UNKNOWN_SCHEMA,
  /** A tombstone in a topic that is not compacted. */
  NULL;

  byte[] value() {
    return switch (this) {
      case WRONG_FRAMING -> "{\"machine\": \"pump-1\"}".getBytes(UTF_8);
      case UNKNOWN_SCHEMA ->
          ByteBuffer.allocate(9).put((byte) 0).putInt(987_654_321).putInt(42).array();
      case NULL -> null;
    };
  }
}
