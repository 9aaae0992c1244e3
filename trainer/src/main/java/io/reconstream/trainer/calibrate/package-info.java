/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From the scores of calibration rows to a distribution and a threshold.
 *
 * <p>Calibration rows took part in nothing before, so their scores are what normal rows will score
 * in production, and a budget on them is a budget there.
 */
package io.reconstream.trainer.calibrate;
