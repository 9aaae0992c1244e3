/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

/**
 * One line of the table of incidents.
 *
 * @param group collection of series
 * @param set in the group, or {@code all} of them together
 * @param verdicts what an operator is told: {@code rows}, an alert for each anomalous row, or
 *     {@code incidents}
 * @param faults runs of labelled rows
 * @param detected faults that an alert or incident meets
 * @param missed the others
 * @param told alerts or incidents
 * @param falselyTold of these, those that meet no fault
 * @param medianDelay rows from a fault's first to the first alert; null without detected faults
 * @param longestDelay the same
 * @param rowF1 of all rows, those within an incident as alarms
 * @param rowFalseAlarmRate the same
 */
public record IncidentResult(
    String group,
    String set,
    String verdicts,
    int faults,
    int detected,
    int missed,
    int told,
    int falselyTold,
    Double medianDelay,
    Integer longestDelay,
    double rowF1,
    double rowFalseAlarmRate) {
  static final String ALL = "all";

  static IncidentResult of(String group, String set, String verdicts, Detections detections) {
    return new IncidentResult(
        group,
        set,
        verdicts,
        detections.faults(),
        detections.detected(),
        detections.faults() - detections.detected(),
        detections.told(),
        detections.falsely(),
        detections.medianDelay(),
        detections.longestDelay(),
        detections.rows().f1(),
        detections.rows().falseAlarmRate());
  }
}
