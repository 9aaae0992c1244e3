/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

/**
 * What the state of windows weighs, and how long it takes to come back.
 *
 * @param keys that have a full window
 * @param records in the changelog, one per event
 * @param bytesPerRecord of key and value
 * @param rowBytes of an event's key and its row, which this is compared with
 * @param logBytesPerRecord as they lie on the broker's disk
 * @param secondsToRestore from the start of an instance without state to its first event taken
 * @param notReadyAfter of the events after that, those whose window was not full: none is expected
 */
record RestoreResult(
    int keys,
    long records,
    double bytesPerRecord,
    int rowBytes,
    double logBytesPerRecord,
    double secondsToRestore,
    long notReadyAfter) {}
