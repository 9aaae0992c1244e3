/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

/**
 * What the product's process held.
 *
 * @param life which process, from 0
 * @param seconds since the soak began
 * @param lifeSeconds since the process was started
 * @param heapMegabytes the least heap used since the sample before: what collections left
 * @param residentMegabytes physical memory, heap and all else
 * @param outsideHeapMegabytes physical memory that is not the heap's: code, threads, native
 * @param handles open files and sockets
 * @param behind events fed that had no outcome yet
 */
record SoakSample(
    int life,
    double seconds,
    double lifeSeconds,
    double heapMegabytes,
    double residentMegabytes,
    double outsideHeapMegabytes,
    double handles,
    long behind) {}
