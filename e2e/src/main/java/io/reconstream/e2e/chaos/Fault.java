/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

/** What is killed with {@code kill -9}, and started again at once. */
enum Fault {
  ONE_INSTANCE,
  EVERY_INSTANCE,
  BROKER,
  /** Events meanwhile get a schema that no app has met. */
  REGISTRY
}
