/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Training: rows in, a verified graph out ({@link io.reconstream.trainer.train.Training}).
 *
 * <p>A family says which networks are trained, on which objective, and how their errors become the
 * score; the loop that runs the optimiser is the same for all. Everything native lives and dies
 * within one call.
 */
package io.reconstream.trainer.train;
