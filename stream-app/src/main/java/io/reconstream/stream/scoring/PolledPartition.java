/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The polled records of one partition that had no turn yet, as the lists that the consumer
 * returned: no copy. Offsets rise, with gaps where records were compacted away, aborted, or control
 * records. A cursor tells which of them were looked at.
 */
final class PolledPartition {
  private final List<List<ConsumerRecord<byte[], byte[]>>> polls = new ArrayList<>();
  private Runnable listener = () -> {};
  private int poll;
  private int next;
  private int waiting;

  /** Who is told when more was polled; one at a time. */
  void tell(Runnable interested) {
    listener = interested;
  }

  /**
   * Takes in the next poll, not empty. Offsets that are not rising mean that the consumer sought
   * back.
   */
  void add(List<ConsumerRecord<byte[], byte[]>> records) {
    if (!polls.isEmpty() && records.get(0).offset() <= lastOffset(polls.get(polls.size() - 1))) {
      polls.clear();
      poll = 0;
      next = 0;
      waiting = 0;
    }
    polls.add(records);
    waiting += records.size();
    listener.run();
  }

  /**
   * Forgets the records before this one; {@link #next} goes on behind it.
   *
   * @param value the very array that was polled: the same offset may hold another record after a
   *     topic was made anew
   * @return whether the record is here; if not, {@link #next} goes on with the next poll
   */
  boolean seek(long offset, byte[] value) {
    forget(offset - 1);
    poll = 0;
    next = 0;
    waiting = polls.stream().mapToInt(List::size).sum();
    for (ConsumerRecord<byte[], byte[]> record = next(); record != null; record = next()) {
      if (record.offset() == offset && record.value() == value) {
        return true;
      }
      if (record.offset() >= offset) {
        break;
      }
    }
    poll = polls.size();
    next = 0;
    waiting = 0;
    return false;
  }

  /** The record behind the last one returned or sought, null if no more was polled. */
  ConsumerRecord<byte[], byte[]> next() {
    List<ConsumerRecord<byte[], byte[]>> records = pollOfNext();
    if (records == null) {
      return null;
    }
    waiting--;
    return records.get(next++);
  }

  /**
   * The records that so many calls of {@link #next} would return; fewer where a poll ends, none if
   * no more was polled.
   *
   * @param most at least 1
   */
  List<ConsumerRecord<byte[], byte[]>> next(int most) {
    List<ConsumerRecord<byte[], byte[]>> records = pollOfNext();
    if (records == null) {
      return List.of();
    }
    List<ConsumerRecord<byte[], byte[]>> found =
        records.subList(next, Math.min(records.size(), next + most));
    waiting -= found.size();
    next += found.size();
    return found;
  }

  /** The poll that has the next record, null if no more was polled. */
  private List<ConsumerRecord<byte[], byte[]>> pollOfNext() {
    while (poll < polls.size()) {
      List<ConsumerRecord<byte[], byte[]>> records = polls.get(poll);
      if (next < records.size()) {
        return records;
      }
      poll++;
      next = 0;
    }
    return null;
  }

  /** How many records {@link #next} has yet to return. */
  int waiting() {
    return waiting;
  }

  /** Lets go of polls whose records all had their turn. */
  void forget(long upToOffset) {
    while (!polls.isEmpty() && lastOffset(polls.get(0)) <= upToOffset) {
      List<ConsumerRecord<byte[], byte[]>> gone = polls.remove(0);
      if (poll > 0) {
        poll--;
      } else {
        waiting -= gone.size() - next;
        next = 0;
      }
    }
  }

  private static long lastOffset(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.get(records.size() - 1).offset();
  }
}
