/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.models;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;

/**
 * A verified bundle, open for scoring.
 *
 * @param bundle what it is
 * @param scorer closed once another model serves; batches made before stay usable
 * @param threshold the score above which an event is anomalous, sealed or configured
 */
public record ServingModel(Bundle bundle, Scorer scorer, double threshold) {}
