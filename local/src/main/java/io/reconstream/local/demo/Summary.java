/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.demo.Detections.Rate;
import io.reconstream.trainer.report.ReportJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a demo did.
 *
 * @param scenario what was simulated
 * @param events simulated events sent
 * @param badRecords other records sent
 * @param scored records with a score, by the scores topic
 * @param notReady records without one, as the key's window was not full
 * @param deadLettered records in the dead-letter topic
 * @param duplicates outcomes of records that had one already
 * @param anomalous of the scored, those above the threshold
 * @param alerts read from the alerts topic; fewer, where one stands for a whole incident
 * @param episodes injected faults or frauds by kind, and how many raised an alert
 * @param delaySeconds from an episode's start to its first alert, in event time; median over the
 *     detected
 * @param falseAlarms alerts of events that nothing was injected into
 * @param falseAlarmRate of the events that nothing was injected into
 * @param budget the rate that the model was calibrated for
 * @param eventsPerSecond from the first event sent to the last outcome read
 * @param latencyMillisP50 from sending an event to reading its alert
 * @param latencyMillisP99 of the same
 */
public record Summary(
    String scenario,
    long events,
    long badRecords,
    long scored,
    long notReady,
    long deadLettered,
    long duplicates,
    long anomalous,
    long alerts,
    Map<String, Rate> episodes,
    double delaySeconds,
    long falseAlarms,
    double falseAlarmRate,
    double budget,
    double eventsPerSecond,
    double latencyMillisP50,
    double latencyMillisP99) {

  /** Some faults hide within the noise, so not all need to be found. */
  private static final double LEAST_DETECTED = 0.8;

  /** The budget is a mean over days unlike this one; a fault's aftermath counts as normal. */
  private static final double MOST_FALSE_ALARMS = 5;

  int injected() {
    return episodes.values().stream().mapToInt(Rate::injected).sum();
  }

  int detected() {
    return episodes.values().stream().mapToInt(Rate::detected).sum();
  }

  /** What is not as it should be; empty if all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    long accounted = scored + notReady + deadLettered;
    if (accounted != events + badRecords) {
      problems.add(
          "%,d of %,d records are accounted for".formatted(accounted, events + badRecords));
    }
    if (deadLettered != badRecords) {
      problems.add("%d dead letters, expected %d".formatted(deadLettered, badRecords));
    }
    if (duplicates > 0) {
      problems.add("%d records have more than one outcome".formatted(duplicates));
    }
    if (detected() == 0 || detected() < LEAST_DETECTED * injected()) {
      problems.add(
          "%d of %d episodes were detected, expected at least %.0f %%"
              .formatted(detected(), injected(), 100 * LEAST_DETECTED));
    }
    if (falseAlarmRate > MOST_FALSE_ALARMS * budget) {
      problems.add(
          "%.2f %% of normal events raised an alert, expected at most %.0f times the budget of %.2f %%"
              .formatted(100 * falseAlarmRate, MOST_FALSE_ALARMS, 100 * budget));
    }
    return problems;
  }

  /** For a person. */
  public String text() {
    String kinds =
        episodes.entrySet().stream()
            .map(
                kind ->
                    "%s %d/%d"
                        .formatted(
                            kind.getKey(), kind.getValue().detected(), kind.getValue().injected()))
            .collect(Collectors.joining(", "));
    String verdict =
        problems().isEmpty()
            ? "every record is accounted for"
            : "NOT as it should be: " + String.join("; ", problems());
    return String.format(
        Locale.ROOT,
        """

        records        %,d events and %d bad records sent
        accounted for  %,d scored, %,d not ready, %,d dead-lettered
        alerts         %,d for %,d anomalous events; %,d false alarms (%.3f %% of normal events; budget %.3f %%)
        episodes       %d of %d injected %s detected, the median one after %.0f s: %s
        speed          %,.0f events/s; event to alert p50 %.0f ms, p99 %.0f ms
        verdict        %s
        """,
        events,
        badRecords,
        scored,
        notReady,
        deadLettered,
        alerts,
        anomalous,
        falseAlarms,
        100 * falseAlarmRate,
        100 * budget,
        detected(),
        injected(),
        scenario.equals("pump") ? "faults" : "frauds",
        delaySeconds,
        kinds,
        eventsPerSecond,
        latencyMillisP50,
        latencyMillisP99,
        verdict);
  }

  /**
   * Writes it as JSON; the file is there when it is complete.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    ReportJson.write(this, file);
  }
}
