/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The polled records of one partition that had no turn yet, as the lists that the consumer
 * returned: no copy. Offsets rise, with gaps where records were compacted away, aborted, or control
 * records.
 */
final class PolledPartition {
  private final List<List<ConsumerRecord<byte[], byte[]>>> polls = new ArrayList<>();
  private int start;
  private int poll;
  private int next;

  /**
   * Takes in the next poll, not empty. Offsets that are not rising mean that the consumer sought
   * back.
   */
  void add(List<ConsumerRecord<byte[], byte[]>> records) {
    if (!polls.isEmpty() && records.get(0).offset() <= lastOffset(polls.get(polls.size() - 1))) {
      clear();
    }
    polls.add(records);
  }

  /**
   * Finds the record whose turn it is and forgets those before it; {@link #next} goes on behind it.
   *
   * @param value the very array that was polled: the same offset may hold another record after a
   *     topic was made anew
   * @return whether the record is here
   */
  boolean seek(long offset, byte[] value) {
    while (!polls.isEmpty() && lastOffset(polls.get(0)) < offset) {
      polls.remove(0);
      start = 0;
    }
    if (polls.isEmpty()) {
      return false;
    }
    List<ConsumerRecord<byte[], byte[]>> first = polls.get(0);
    while (first.get(start).offset() < offset) {
      start++;
    }
    poll = 0;
    next = start + 1;
    ConsumerRecord<byte[], byte[]> found = first.get(start);
    return found.offset() == offset && found.value() == value;
  }

  /** The record behind the last one returned or sought, null if no more was polled. */
  ConsumerRecord<byte[], byte[]> next() {
    while (poll < polls.size()) {
      List<ConsumerRecord<byte[], byte[]>> records = polls.get(poll);
      if (next < records.size()) {
        return records.get(next++);
      }
      poll++;
      next = 0;
    }
    return null;
  }

  void clear() {
    polls.clear();
    start = 0;
    poll = 0;
    next = 0;
  }

  private static long lastOffset(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.get(records.size() - 1).offset();
  }
}
