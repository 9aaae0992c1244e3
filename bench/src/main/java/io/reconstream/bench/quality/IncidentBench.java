/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Streams labelled series to incidents and holds these against the labelled faults, beside an alert
 * for each row above the sealed threshold. Rows that trained the model are not counted.
 *
 * @param folder for everything that is written while it runs
 * @param overrides configuration keys of the training other than the defaults
 * @param quick one series of each group
 * @param progress what is going on
 */
public record IncidentBench(
    Path folder, Map<String, String> overrides, boolean quick, Progress progress) {
  private static final List<Suite> SUITES = List.of(new Skab(), TsbAd.SMD);

  /** The averages remember so many rows: until they have forgotten, a fault may be the same one. */
  private static final Map<String, String> POLICY = Map.of("policy.clear.after", "32");

  /**
   * Runs all and writes {@code incidents.json} and {@code incidents.html}.
   *
   * @throws InvalidInputException if no series is there
   */
  public List<IncidentResult> run(Path data, ResultFiles results) {
    List<QualityGroup> groups = groups(data);
    List<IncidentResult> all = new ArrayList<>();
    try (SeriesStream stream = SeriesStream.start(folder.resolve("stream"), POLICY)) {
      for (QualityGroup group : groups) {
        all.addAll(run(group, stream));
        results.write("incidents", all, IncidentPage.of(all));
      }
    }
    return all;
  }

  private List<QualityGroup> groups(Path data) {
    List<QualityGroup> groups = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Suite suite : SUITES) {
      try {
        QualityGroup group = suite.group(data);
        groups.add(quick ? group.first() : group);
      } catch (InvalidInputException e) {
        notes.add(
            "%s is left out: %s; it comes from %s"
                .formatted(suite.name(), e.getMessage(), suite.origin()));
      }
    }
    if (groups.isEmpty()) {
      throw new InvalidInputException(notes);
    }
    notes.forEach(progress::note);
    return groups;
  }

  private List<IncidentResult> run(QualityGroup group, SeriesStream stream) {
    progress.stage(group.name());
    List<IncidentResult> results = new ArrayList<>();
    Detections rows = null;
    Detections incidents = null;
    int done = 0;
    for (QualitySet set : group.sets()) {
      QualitySet tested = set.after(set.protocol().trainingRows());
      Scored scored;
      try (Scratch scratch = Scratch.in(folder, "set")) {
        scored = new Trial(group.kind(), overrides, scratch.folder(), stream).run(tested);
      }
      Detections ofRows = rows(scored, tested.protocol().leading());
      Detections ofIncidents = incidents(scored, tested.protocol().leading());
      results.add(IncidentResult.of(group.name(), set.name(), "rows", ofRows));
      results.add(IncidentResult.of(group.name(), set.name(), "incidents", ofIncidents));
      rows = rows == null ? ofRows : rows.plus(ofRows);
      incidents = incidents == null ? ofIncidents : incidents.plus(ofIncidents);
      progress.step(
          ++done,
          group.sets().size(),
          "%s: %d of %d faults in %d incidents"
              .formatted(
                  set.name(), ofIncidents.detected(), ofIncidents.faults(), ofIncidents.told()));
    }
    results.add(IncidentResult.of(group.name(), IncidentResult.ALL, "rows", rows));
    results.add(IncidentResult.of(group.name(), IncidentResult.ALL, "incidents", incidents));
    return results;
  }

  /** An alert for each row whose verdict is anomalous. */
  private static Detections rows(Scored scored, int leading) {
    BitSet alarms = scored.streamed().anomalous();
    alarms = alarms.get(leading, Math.max(leading, alarms.length()));
    List<Stretch> alerts = alarms.stream().mapToObj(row -> new Stretch(row, row)).toList();
    return Detections.of(alerts, scored.anomalous(), scored.scores().length);
  }

  private static Detections incidents(Scored scored, int leading) {
    List<Stretch> incidents =
        scored.streamed().incidents().stream()
            .map(incident -> incident.from(leading))
            .filter(Objects::nonNull)
            .toList();
    return Detections.of(incidents, scored.anomalous(), scored.scores().length);
  }
}
