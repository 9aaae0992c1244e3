/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Prints alerts so that they can be read: the first of a key in full, those that follow within ten
 * minutes of event time as a count. Where there are incidents, it says when each is over.
 */
public final class AlertPrinter {
  /** Stands for the key of events without one. */
  static final String NO_KEY = "-";

  private static final Duration QUIET = Duration.ofMinutes(10);

  private final PrintWriter out;
  private final Map<String, Series> series = new LinkedHashMap<>();

  private record Series(int more, Instant latest) {}

  public AlertPrinter(PrintWriter out) {
    this.out = out;
  }

  public void print(Alert alert) {
    String key = Objects.toString(alert.getKey(), NO_KEY);
    Instant time = alert.getEventTime();
    Series current = series.get(key);
    if (current != null && time.isBefore(current.latest().plus(QUIET))) {
      series.put(key, new Series(current.more() + 1, time));
      return;
    }
    end(key);
    out.println(AlertLine.of(alert));
    out.flush();
    series.put(key, new Series(0, time));
  }

  /** Says that an incident is over, if that is what it tells; its alert was printed. */
  public void print(Incident incident) {
    if (incident.getStatus() != IncidentStatus.CLOSE) {
      return;
    }
    String key = Objects.toString(incident.getKey(), NO_KEY);
    end(key);
    long events = incident.getAnomalousEvents();
    out.printf(
        "%21s%-13s  over at %s: %,d anomalous event%s%n",
        "", key, AlertLine.text(incident.getLast()), events, events == 1 ? "" : "s");
    out.flush();
  }

  /** Says of every key how many more there were. */
  public void finish() {
    series.keySet().stream().toList().forEach(this::end);
    out.flush();
  }

  private void end(String key) {
    Series ended = series.remove(key);
    if (ended != null && ended.more() > 0) {
      out.printf(
          "%21s%-13s  and %d more alerts until %s%n",
          "", key, ended.more(), AlertLine.text(ended.latest()));
    }
  }
}
