/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * An incident that has not ended.
 *
 * @param id the id of the alert that opened it
 * @param start event time of its first anomalous event, epoch milliseconds
 * @param peak event time of its highest score
 * @param peakScore its highest score
 * @param last event time of its last anomalous event
 * @param anomalousEvents how many anomalous events it covers
 * @param calmEvents consecutive events below the threshold since the last anomalous one
 * @param updated event time of its last record to the outside
 * @param seen event time of the key's newest event, anomalous or not
 */
public record OpenIncident(
    String id,
    long start,
    long peak,
    double peakScore,
    long last,
    long anomalousEvents,
    int calmEvents,
    long updated,
    long seen) {

  static OpenIncident opening(Observation event) {
    return new OpenIncident(
        event.alertId(),
        event.eventTime(),
        event.eventTime(),
        event.score(),
        event.eventTime(),
        1,
        0,
        event.eventTime(),
        event.eventTime());
  }

  OpenIncident covering(Observation event) {
    boolean higher = event.score() > peakScore;
    return new OpenIncident(
        id,
        start,
        higher ? event.eventTime() : peak,
        higher ? event.score() : peakScore,
        Math.max(last, event.eventTime()),
        anomalousEvents + 1,
        0,
        updated,
        Math.max(seen, event.eventTime()));
  }

  OpenIncident withCalmEvents(int count, long eventTime) {
    return new OpenIncident(
        id,
        start,
        peak,
        peakScore,
        last,
        anomalousEvents,
        count,
        updated,
        Math.max(seen, eventTime));
  }

  OpenIncident updatedAt(long eventTime) {
    return new OpenIncident(
        id, start, peak, peakScore, last, anomalousEvents, calmEvents, eventTime, seen);
  }
}
