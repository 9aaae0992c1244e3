/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The ONNX graph: a small builder, and the parts around a network that are fitted on data and then
 * computed in the graph, from raw row to standardised row and from residual to score.
 *
 * <p>Each part keeps its arithmetic for training and its graph side by side in one class.
 */
package io.reconstream.trainer.export;
