/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.metrics;

/** Every meter of the app. In Prometheus dots become underscores and counters end in _total. */
public enum StreamMeter {
  EVENTS("reconstream.events", "Events taken from the input topics"),
  SCORED("reconstream.events.scored", "Events with a score"),
  NOT_READY(
      "reconstream.events.not.ready",
      "Events without a score: the key's window is not full, or did not take them in"),
  NOT_TAKEN_IN(
      "reconstream.window.not.taken.in", "Events that are no part of their window, by reason"),
  BEGUN_ANEW("reconstream.window.begun.anew", "Windows that began anew after a gap"),
  ROWS_INTERPOLATED(
      "reconstream.window.rows.interpolated", "Rows that stand in for missing ones in windows"),
  KEYS_FORGOTTEN("reconstream.window.keys.forgotten", "Keys whose rows were deleted as idle"),
  DEAD_LETTERS("reconstream.dead.letters", "Events sent to the dead-letter topic, by reason"),
  ALERTS("reconstream.alerts", "Alerts sent, by severity"),
  KEY_DAYS("reconstream.key.days", "Days of event time over which keys were watched, summed"),
  ALERTS_BUDGETED(
      "reconstream.alerts.budgeted",
      "Alerts that the false-alarm budget accepts of the events so far"),
  ALERTS_PER_KEY_DAY(
      "reconstream.alerts.per.key.day", "Alerts per day and key since the start: budget, realised"),
  WITHHELD("reconstream.alerts.withheld", "Anomalous events that raised no alert, by reason"),
  TIMES_AHEAD(
      "reconstream.policy.times.ahead",
      "Events so far in the future that the policy took their record's timestamp"),
  INCIDENTS("reconstream.incidents", "Steps of incidents, by status"),
  MEASUREMENTS("reconstream.measurements", "Single measurements, by what became of them"),
  RULES("reconstream.rules", "Records of the rules topic, by what became of them"),
  BATCH_ROWS("reconstream.batch.rows", "Events scored by one run of the model"),
  SCORE_TIME("reconstream.score.time", "Time of one run of the model"),
  LOOK_AHEAD_HITS("reconstream.look.ahead.hits", "Events whose score was there before their turn"),
  LOOK_AHEAD_MISSES("reconstream.look.ahead.misses", "Events that began a batch at their turn"),
  BATCH_LIMIT_SHRUNK(
      "reconstream.batch.shrunk", "Times that batches got smaller as the model is slow"),
  MODEL_INFO("reconstream.model.info", "1 for the serving model, by name, version and hash"),
  MODEL_REFUSED("reconstream.model.refused", "New bundles that were refused"),
  THREADS_FAILED("reconstream.threads.failed", "Stream threads that ended by an error");

  private final String id;
  private final String description;

  StreamMeter(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The name in Micrometer. */
  public String id() {
    return id;
  }

  /** One line for the reader of a dashboard. */
  public String description() {
    return description;
  }
}
