/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import java.util.List;
import java.util.stream.Stream;

/**
 * One soak.
 *
 * @param capacity events per second that the product did while feed and reader ran beside it
 * @param fedPerSecond events per second of the soak
 * @param fed events in all
 * @param lost events without an outcome, score or dead letter
 * @param doubled outcomes of events that had one
 * @param scored events with a score
 * @param deadLetters events with a dead letter
 * @param endings how the product's processes were ended, in order
 * @param growth of each figure
 * @param flat whether all of them are
 * @param samples in order
 */
record SoakResult(
    double capacity,
    double fedPerSecond,
    long fed,
    long lost,
    long doubled,
    long scored,
    long deadLetters,
    List<Ending> endings,
    List<Growth> growth,
    boolean flat,
    List<SoakSample> samples) {

  boolean isComplete() {
    return lost == 0 && doubled == 0;
  }

  /** All of it in words. */
  List<String> lines() {
    return Stream.concat(
            Stream.of(
                "%,d events fed at %,.0f/s of %,.0f/s, %,d lost, %,d doubled, %d restarts"
                    .formatted(fed, fedPerSecond, capacity, lost, doubled, endings.size())),
            growth.stream()
                .map(
                    figure ->
                        "%s: %.1f, %+.1f within a life, %+.1f over lives, tolerated %.1f: %s"
                            .formatted(
                                figure.figure(),
                                figure.level(),
                                figure.withinLife(),
                                figure.overLives(),
                                figure.tolerated(),
                                figure.isFlat() ? "flat" : "growing")))
        .toList();
  }
}
