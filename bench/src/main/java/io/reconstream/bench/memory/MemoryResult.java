/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.memory;

import io.reconstream.bench.variant.Measurement;
import io.reconstream.bench.variant.MemorySample;
import java.util.ArrayList;
import java.util.List;

/**
 * One run.
 *
 * @param round from 0
 * @param secondsToFirst from the start of the process to the first event scored
 * @param eventsPerSecond over all events
 * @param slowestTenth events per second in the slowest tenth of the events after the first
 * @param highestResidentMegabytes at any sample
 * @param heapGrowthMegabytes of what collections left: last third of the samples less second third
 * @param outsideHeapGrowthMegabytes the same of physical memory outside the heap
 * @param samples in order
 */
record MemoryResult(
    int round,
    double secondsToFirst,
    double eventsPerSecond,
    double slowestTenth,
    double highestResidentMegabytes,
    double heapGrowthMegabytes,
    double outsideHeapGrowthMegabytes,
    List<MemorySample> samples) {

  static MemoryResult of(int round, Measurement run) {
    List<MemorySample> samples = run.samples();
    return new MemoryResult(
        round,
        run.secondsToFirst(),
        run.eventsPerSecond(),
        rates(samples).stream().mapToDouble(rate -> rate).min().orElseThrow(),
        samples.stream().mapToDouble(MemorySample::residentMegabytes).max().orElseThrow(),
        growth(samples.stream().map(MemorySample::heapMegabytes).toList()),
        growth(samples.stream().map(MemorySample::outsideHeapMegabytes).toList()),
        samples);
  }

  /** Events per second between neighbouring samples. */
  static List<Double> rates(List<MemorySample> samples) {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      MemorySample before = samples.get(i - 1);
      MemorySample after = samples.get(i);
      rates.add((after.events() - before.events()) / (after.seconds() - before.seconds()));
    }
    return rates;
  }

  /** A mean of several, since one sample of a heap tells where in its cycle it was. */
  private static double growth(List<Double> values) {
    int third = values.size() / 3;
    return mean(values.subList(values.size() - third, values.size()))
        - mean(values.subList(values.size() - 2 * third, values.size() - third));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }
}
