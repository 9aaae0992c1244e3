/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.bench.result.Median;
import io.reconstream.local.simulate.Episode;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the stream told of one kind of fault.
 *
 * @param kind the fault's, or {@value #ALL} for all that strike a single sensor
 * @param faults how many began
 * @param detected of which so many had an alert before they ended
 * @param medianDelay rows from a detected fault's first to that of its first alert
 * @param longestDelay the same, of nine in ten faults at most
 * @param incidents alerts, each of which opened an incident, while such a fault lasted
 * @param top1 the share of these that name the broken sensor first; NaN where no single one is
 * @param top3 the share that name it among the first three
 */
public record FaultResult(
    String kind,
    int faults,
    int detected,
    double medianDelay,
    double longestDelay,
    int incidents,
    double top1,
    double top3) {

  /** In place of a kind. */
  public static final String ALL = "single sensor";

  /** The results by kind, then of all faults of single sensors. */
  static List<FaultResult> of(Told told, Duration interval) {
    Map<String, List<Episode>> kinds = new LinkedHashMap<>();
    told.episodes().stream()
        .sorted(Comparator.comparing(Episode::kind))
        .forEach(
            episode -> {
              kinds.computeIfAbsent(episode.kind(), ignored -> new ArrayList<>()).add(episode);
              if (sensor(episode) != null) {
                kinds.computeIfAbsent(ALL, ignored -> new ArrayList<>()).add(episode);
              }
            });
    List<Episode> all = kinds.remove(ALL);
    Function<Episode, List<Alert>> alerts = alertsOf(told);
    List<FaultResult> results = new ArrayList<>();
    kinds.forEach((kind, episodes) -> results.add(of(kind, episodes, alerts, interval)));
    if (all != null) {
      results.add(of(ALL, all, alerts, interval));
    }
    return results;
  }

  /** Alerts of the struck pump while an episode lasts. */
  private static Function<Episode, List<Alert>> alertsOf(Told told) {
    Map<String, List<Alert>> byPump = new LinkedHashMap<>();
    told.alerts()
        .forEach(
            alert ->
                byPump.computeIfAbsent(alert.getKey(), ignored -> new ArrayList<>()).add(alert));
    return episode ->
        byPump.getOrDefault(pump(episode), List.of()).stream()
            .filter(alert -> episode.covers(alert.getEventTime()))
            .toList();
  }

  private static FaultResult of(
      String kind,
      List<Episode> episodes,
      Function<Episode, List<Alert>> alerts,
      Duration interval) {
    List<Double> delays = new ArrayList<>();
    int incidents = 0;
    int first = 0;
    int amongThree = 0;
    for (Episode episode : episodes) {
      List<Alert> told = alerts.apply(episode);
      incidents += told.size();
      if (!told.isEmpty()) {
        Duration delay = Duration.between(episode.start(), told.get(0).getEventTime());
        delays.add((double) delay.toMillis() / interval.toMillis());
      }
      for (Alert alert : told) {
        int rank = rank(alert, sensor(episode));
        first += rank == 0 ? 1 : 0;
        amongThree += rank >= 0 && rank < 3 ? 1 : 0;
      }
    }
    boolean attributable = sensor(episodes.get(0)) != null && incidents > 0;
    delays.sort(Comparator.naturalOrder());
    return new FaultResult(
        kind,
        episodes.size(),
        delays.size(),
        delays.isEmpty() ? Double.NaN : Median.of(delays).value(),
        delays.isEmpty() ? Double.NaN : delays.get((int) Math.ceil(0.9 * delays.size()) - 1),
        incidents,
        attributable ? (double) first / incidents : Double.NaN,
        attributable ? (double) amongThree / incidents : Double.NaN);
  }

  /** The place of a feature among an alert's contributors, from 0; -1 if it is not there. */
  private static int rank(Alert alert, String feature) {
    return alert.getContributors().stream().map(Contributor::getFeature).toList().indexOf(feature);
  }

  static String pump(Episode episode) {
    return episode.subject().split(" ", 2)[0];
  }

  /** The struck sensor's field; null where the pump itself is struck. */
  private static String sensor(Episode episode) {
    String[] subject = episode.subject().split(" ", 2);
    return subject.length == 1 ? null : subject[1];
  }
}
