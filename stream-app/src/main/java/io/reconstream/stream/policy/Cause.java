/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * A numeric feature's part in an anomalous score.
 *
 * @param feature its name
 * @param value as it came, in the user's unit; NaN if missing
 * @param expected the reconstruction
 * @param share of the sum of feature errors, 0 to 1
 */
public record Cause(String feature, double value, double expected, double share) {}
