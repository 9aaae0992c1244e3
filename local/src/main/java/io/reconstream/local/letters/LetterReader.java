/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.local.topic.TopicTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a dead-letter topic from its beginning, as it is committed. */
public final class LetterReader implements AutoCloseable {
  private final TopicTail tail;
  private final LetterFilter filter;

  private LetterReader(TopicTail tail, LetterFilter filter) {
    this.tail = tail;
    this.filter = filter;
  }

  /**
   * @throws FeedException if the broker does not answer or has no such topic
   */
  public static LetterReader open(Target source, LetterFilter filter) {
    return new LetterReader(TopicTail.open(source), filter);
  }

  /** The next letters; none if no new one came within a moment. */
  public List<Letter> poll() {
    List<Letter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : tail.poll()) {
      Letter letter = new Letter(record);
      if (filter.lets(letter)) {
        letters.add(letter);
      }
    }
    return letters;
  }

  /** Whether every letter that is committed by now was read. */
  public boolean isAtEnd() {
    return tail.isAtEnd();
  }

  /** The letter at a place of the dead-letter topic; empty if there is none. */
  public Optional<Letter> at(int partition, long offset) {
    return tail.seek(partition, offset)
        ? first(letter -> letter.record().offset() == offset)
        : Optional.empty();
  }

  /** The first letter of a record that came from this place; empty if there is none. */
  public Optional<Letter> of(String source) {
    return first(letter -> letter.source().equals(source));
  }

  private Optional<Letter> first(Predicate<Letter> wanted) {
    do {
      Optional<Letter> found = poll().stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found;
      }
    } while (!tail.isAtEnd());
    return Optional.empty();
  }

  @Override
  public void close() {
    tail.close();
  }
}
