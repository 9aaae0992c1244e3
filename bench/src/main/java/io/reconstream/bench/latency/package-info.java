/* SPDX-License-Identifier: Apache-2.0 */
/** {@code bench latency}: from the moment an event is due to the moment its alert is read. */
package io.reconstream.bench.latency;
