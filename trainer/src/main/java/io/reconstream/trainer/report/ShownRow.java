/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.scoring.ScoredRow;

/**
 * A row that a report shows, with all that the graph gives for it.
 *
 * @param name where it is from, such as {@code row 12}
 * @param score the final one, smoothed where the model smooths
 * @param anomalous whether its label calls it an anomaly; false without labels
 */
public record ShownRow(String name, double score, boolean anomalous, ScoredRow output) {}
