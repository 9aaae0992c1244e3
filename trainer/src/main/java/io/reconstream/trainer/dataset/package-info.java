/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From records to rows: which features the data have, the rows encoded into a temporary
 * memory-mapped file, and which of them train, stop the training early, and calibrate.
 *
 * <p>Other stages see {@link io.reconstream.trainer.dataset.Rows} only.
 */
package io.reconstream.trainer.dataset;
