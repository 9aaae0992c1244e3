/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What has to happen before an operator is told. Every part has a default under which each
 * anomalous event that no open incident covers raises an alert.
 *
 * @param anomalous k: the anomalous events, among the last {@code of}, that raise an alert
 * @param of n, 1 to 64
 * @param coolDown event time after an alert of a key during which it raises no other
 * @param clearAfter consecutive events below the threshold that close an incident; at least 1
 * @param clearMargin hysteresis: how much below the threshold a score must be to count towards
 *     clearing, in the score's unit; at least 0
 * @param updateEvery event time between the updates of an open incident
 * @param maxSilence a key silent for longer has its incident closed; zero: only events close it
 * @param features per feature name, what it must show to count as a cause; others always count
 * @param mutes planned work
 */
public record Rules(
    int anomalous,
    int of,
    Duration coolDown,
    int clearAfter,
    double clearMargin,
    Duration updateEvery,
    Duration maxSilence,
    Map<String, FeatureRule> features,
    List<MuteWindow> mutes) {

  /** One anomalous event is one alert, and ten normal ones end its incident. */
  public static final Rules DEFAULT =
      new Rules(
          1,
          1,
          Duration.ZERO,
          10,
          0,
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Map.of(),
          List.of());

  public Rules(
      int anomalous,
      int of,
      Duration coolDown,
      int clearAfter,
      double clearMargin,
      Duration updateEvery,
      Duration maxSilence,
      Map<String, FeatureRule> features,
      List<MuteWindow> mutes) {
    this.anomalous = anomalous == 0 ? 1 : anomalous;
    this.of = of == 0 ? this.anomalous : of;
    this.coolDown = coolDown == null ? Duration.ZERO : coolDown;
    this.clearAfter = clearAfter == 0 ? 10 : clearAfter;
    this.clearMargin = clearMargin;
    this.updateEvery = updateEvery == null ? Duration.ofMinutes(1) : updateEvery;
    this.maxSilence = maxSilence == null ? Duration.ofHours(1) : maxSilence;
    this.features = features == null ? Map.of() : Map.copyOf(features);
    this.mutes = mutes == null ? List.of() : List.copyOf(mutes);
    require(this.of >= 1 && this.of <= Long.SIZE, "of", this.of, "1 to 64");
    require(
        this.anomalous >= 1 && this.anomalous <= this.of,
        "anomalous",
        this.anomalous,
        "1 to of = " + this.of);
    require(!this.coolDown.isNegative(), "coolDown", this.coolDown, "zero or more");
    require(this.clearAfter >= 1, "clearAfter", this.clearAfter, "1 or more");
    require(clearMargin >= 0, "clearMargin", clearMargin, "0 or more");
    require(!this.updateEvery.isNegative(), "updateEvery", this.updateEvery, "zero or more");
    require(!this.maxSilence.isNegative(), "maxSilence", this.maxSilence, "zero or more");
  }

  private static void require(boolean holds, String name, Object actual, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "policy rule '%s' is %s, expected %s".formatted(name, actual, allowed));
    }
  }
}
