/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

/**
 * The best figure that others published under the same protocol.
 *
 * @param value in the unit of {@link QualityGroup#unit()}
 * @param name of the detector
 */
record Published(double value, String name) {}
