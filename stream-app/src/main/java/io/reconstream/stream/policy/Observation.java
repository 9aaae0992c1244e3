/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import java.util.List;
import java.util.function.Supplier;

/**
 * One scored event, as the policy sees it.
 *
 * @param eventTime epoch milliseconds
 * @param score the number compared with the threshold
 * @param threshold the threshold in force for the key
 * @param alertId the id an alert for this event has
 * @param causes largest share first; asked for only when the policy needs them, since explaining a
 *     score costs another run of the model
 */
public record Observation(
    long eventTime, double score, double threshold, String alertId, Supplier<List<Cause>> causes) {

  boolean anomalous() {
    return score > threshold;
  }
}
