/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which injected episodes raised an alert, and which alerts nothing injected explains. */
final class Detections {
  private final Map<String, Episode> injected = new LinkedHashMap<>();
  private final Map<String, Duration> delays = new HashMap<>();
  private long normalEvents;
  private long falseAlarms;
  private Instant latest = Instant.MIN;

  /** Episodes of one kind. */
  record Rate(int detected, int injected) {
    Rate plus(boolean found) {
      return new Rate(detected + (found ? 1 : 0), injected + 1);
    }
  }

  synchronized void sent(Event event) {
    latest = event.time();
    event
        .episode()
        .ifPresentOrElse(
            episode -> injected.putIfAbsent(episode.id(), episode), () -> normalEvents++);
  }

  /**
   * @param episode of the event that raised the alert
   * @param time of that event
   */
  synchronized void alerted(Optional<Episode> episode, Instant time) {
    episode.ifPresentOrElse(
        found ->
            delays.merge(
                found.id(),
                Duration.between(found.start(), time),
                (before, delay) -> delay.compareTo(before) < 0 ? delay : before),
        () -> falseAlarms++);
  }

  /** From an episode's start to its first alert, in event time: the median over those detected. */
  synchronized Duration medianDelay() {
    List<Duration> sorted = delays.values().stream().sorted().toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) / 2);
  }

  /** By kind; an episode that is still going on counts only if it was detected. */
  synchronized Map<String, Rate> rates() {
    Map<String, Rate> rates = new TreeMap<>();
    for (Episode episode : injected.values()) {
      boolean found = delays.containsKey(episode.id());
      if (found || !episode.end().isAfter(latest)) {
        rates.merge(
            episode.kind(), new Rate(0, 0).plus(found), (before, one) -> before.plus(found));
      }
    }
    return rates;
  }

  synchronized long normalEvents() {
    return normalEvents;
  }

  synchronized long falseAlarms() {
    return falseAlarms;
  }
}
