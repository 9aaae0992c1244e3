/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * What the outside is told of an incident.
 *
 * @param status what happened to it
 * @param incident as it is after that
 * @param closedBy why it ended; null unless it did
 */
public record IncidentEvent(Status status, OpenIncident incident, ClosedBy closedBy) {

  /** A step in an incident's life. */
  public enum Status {
    OPEN,
    UPDATE,
    CLOSE
  }

  /** What ended an incident. */
  public enum ClosedBy {
    /** So many calm events in a row as the rules ask for. */
    CALM,
    /** No event for longer than the rules accept. */
    SILENCE
  }

  static IncidentEvent opened(OpenIncident incident) {
    return new IncidentEvent(Status.OPEN, incident, null);
  }

  static IncidentEvent updated(OpenIncident incident) {
    return new IncidentEvent(Status.UPDATE, incident, null);
  }

  static IncidentEvent closed(OpenIncident incident, ClosedBy why) {
    return new IncidentEvent(Status.CLOSE, incident, why);
  }
}
