/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.alerts.AlertPrinter;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Takes alerts as they come: prints them, measures how late they are, and matches them. */
final class AlertDesk {
  private final EventLog sent;
  private final Detections detections;
  private final AlertPrinter printer;
  private long count;
  private final Histogram latencyMicros = new Histogram(TimeUnit.HOURS.toMicros(1), 3);

  AlertDesk(EventLog sent, Detections detections, AlertPrinter printer) {
    this.sent = sent;
    this.detections = detections;
    this.printer = printer;
  }

  synchronized void take(Alert alert) {
    count++;
    Optional<EventLog.Entry> event = sent.find(alert.getKey(), alert.getEventTime());
    event.ifPresent(
        entry -> {
          long nanos = System.nanoTime() - entry.sentNanos();
          latencyMicros.recordValue(
              Math.min(
                  TimeUnit.NANOSECONDS.toMicros(nanos), latencyMicros.getHighestTrackableValue()));
        });
    detections.alerted(event.flatMap(EventLog.Entry::episode), alert.getEventTime());
    printer.print(alert);
  }

  synchronized void take(Incident incident) {
    printer.print(incident);
  }

  synchronized long count() {
    return count;
  }

  /** From sending the event to reading its alert, milliseconds; 0 without alerts. */
  synchronized double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1e3;
  }

  synchronized void finish() {
    printer.finish();
  }
}
