/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How well scores tell anomalies, where labels say which rows are some: ranking metrics, counts at
 * the threshold, and the volume under the surface for series. No point adjustment.
 */
package io.reconstream.trainer.evaluate;
