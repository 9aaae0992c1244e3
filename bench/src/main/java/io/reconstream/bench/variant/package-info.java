/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What is compared: each variant is a way to score the events of one topic, run in a process of its
 * own, so that no other's compiled code or garbage is in its way.
 */
package io.reconstream.bench.variant;
