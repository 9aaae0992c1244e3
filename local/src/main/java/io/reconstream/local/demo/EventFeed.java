/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Pace;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.Simulation;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Streams simulated events, with a bad record among them now and then. */
final class EventFeed {
  /** A bad record after so many events, or more often in a short demo. */
  private static final int BAD_EVERY = 5_000;

  private final Simulation simulation;
  private final EventProducer producer;
  private final EventLog log;
  private final Detections detections;
  private long events;
  private int badRecords;

  EventFeed(Simulation simulation, EventProducer producer, EventLog log, Detections detections) {
    this.simulation = simulation;
    this.producer = producer;
    this.log = log;
    this.detections = detections;
  }

  /**
   * Sends events until there are enough or someone says stop; returns when the broker has them.
   *
   * @param most 0 for no end
   */
  void run(long most, double rate, BooleanSupplier stop) {
    Pace pace = new Pace(rate);
    long badEvery = most == 0 ? BAD_EVERY : Math.max(1, Math.min(BAD_EVERY, most / 6));
    while ((most == 0 || events < most) && !stop.getAsBoolean()) {
      pace.await();
      send(simulation.next());
      if (events % badEvery == 0) {
        sendBad();
      }
    }
    producer.flush();
  }

  private void send(Event event) {
    log.add(event);
    detections.sent(event);
    producer.send(event.key(), event.value());
    events++;
  }

  private void sendBad() {
    List<BadRecord> kinds = List.of(BadRecord.values());
    producer.sendBytes(null, kinds.get(badRecords % kinds.size()).value());
    badRecords++;
  }

  /** Good events sent. */
  long events() {
    return events;
  }

  /** Records sent that are no events. */
  long badRecords() {
    return badRecords;
  }
}
