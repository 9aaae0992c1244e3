/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

/** How events are written on the input topics. */
public enum InputFormat {
  /** Avro binary behind Confluent's header: byte 0 and a 4-byte schema id. */
  AVRO,
  /** One JSON object, UTF-8. */
  JSON
}
