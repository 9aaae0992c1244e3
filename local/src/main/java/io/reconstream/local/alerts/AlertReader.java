/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.local.topic.TopicTail;
import io.reconstream.schemas.Alert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a topic of alerts from its beginning, as they are committed. */
public final class AlertReader implements AutoCloseable {
  private final TopicTail tail;
  private final OutputDecoder decoder;

  private AlertReader(TopicTail tail, OutputDecoder decoder) {
    this.tail = tail;
    this.decoder = decoder;
  }

  /**
   * @throws FeedException if the broker does not answer or has no such topic
   */
  public static AlertReader open(Target source) {
    return new AlertReader(TopicTail.open(source), new OutputDecoder(source.registryUrl()));
  }

  /** The next alerts; none if no new one came within a moment. */
  public List<Alert> poll() {
    List<Alert> alerts = new ArrayList<>();
    tail.poll().forEach(record -> alerts.add(decoder.decode(record.value(), new Alert())));
    return alerts;
  }

  /** Whether every alert that is committed by now was read. */
  public boolean isAtEnd() {
    return tail.isAtEnd();
  }

  @Override
  public void close() throws IOException {
    tail.close();
    decoder.close();
  }
}
