/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ahead of scoring, where events are not yet one row of one key each: events go to the partition of
 * their key, and feeds of single measurements become rows per machine. What comes out goes through
 * a topic of the app's own, so that it is scored like any event.
 */
package io.reconstream.stream.pivot;
