/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * What the outside is told of an incident.
 *
 * @param status what happened to it
 * @param incident as it is after that
 */
public record IncidentEvent(Status status, OpenIncident incident) {

  /** A step in an incident's life. */
  public enum Status {
    OPEN,
    UPDATE,
    CLOSE
  }
}
