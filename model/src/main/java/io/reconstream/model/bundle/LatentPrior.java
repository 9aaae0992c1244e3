/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

/**
 * The distribution of latent vectors that a model was trained towards; rows are generated of it.
 */
public enum LatentPrior {
  /** Independent normal distributions of mean 0 and deviation 1 (Kingma and Welling, 2014). */
  STANDARD_NORMAL
}
