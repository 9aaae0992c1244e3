/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

/** The topics of the demo. */
final class DemoTopics {
  static final String EVENTS = "events";
  static final String ALERTS = "alerts";
  static final String SCORES = "scores";
  static final String INCIDENTS = "incidents";
  static final String DEAD_LETTERS = "dead-letters";

  private DemoTopics() {}
}
