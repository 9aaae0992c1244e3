/* SPDX-License-Identifier: Apache-2.0 */
/** A real single-node Kafka broker (KRaft), in this JVM or in a process of its own. */
package io.reconstream.local.broker;
