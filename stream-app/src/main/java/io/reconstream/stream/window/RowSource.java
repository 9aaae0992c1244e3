/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

/**
 * Which record a row came from, among those of a task: it reads one partition of each topic.
 *
 * @param topic hash of its name
 */
record RowSource(int topic, long offset) {

  /** Whether it is this record, or one of its topic behind it. */
  boolean isFrom(RowSource record) {
    return topic == record.topic && offset >= record.offset;
  }
}
