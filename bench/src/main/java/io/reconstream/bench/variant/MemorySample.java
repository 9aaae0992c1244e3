/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

/**
 * What a process held at one moment.
 *
 * @param events processed since its start
 * @param seconds since measuring began
 * @param residentMegabytes physical memory, heap and all else
 * @param heapMegabytes live and garbage together, right after the last collection
 * @param outsideHeapMegabytes physical memory that is not the heap's
 */
public record MemorySample(
    long events,
    double seconds,
    double residentMegabytes,
    double heapMegabytes,
    double outsideHeapMegabytes) {

  static MemorySample now(long events, double seconds) {
    double resident = Memory.residentMegabytes();
    return new MemorySample(
        events,
        seconds,
        resident,
        Memory.heapMegabytesAtLastCollection(),
        resident - Memory.heapMegabytesCommitted());
  }
}
