/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a record to a row: what the features are ({@link io.reconstream.model.feature.FeatureSpec})
 * and how their values become floats ({@link io.reconstream.model.feature.FeatureEncoder}).
 *
 * <p>Only the step from typed value to float lives here. Imputation, scaling and one-hot encoding
 * are in the bundle's graph. A row is the float vector of one event; NaN in it means missing.
 */
package io.reconstream.model.feature;
