/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a score to a verdict: the distribution of held-out scores, p-values, and thresholds for a
 * false-alarm budget.
 */
package io.reconstream.model.threshold;
