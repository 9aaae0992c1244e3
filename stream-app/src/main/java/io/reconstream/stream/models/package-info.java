/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The model that is serving, and its replacement without a restart.
 *
 * <p>{@link io.reconstream.stream.models.ModelFile} watches the bundle file. A new bundle serves
 * only after it was read, verified and had its golden rows checked; until then, and if it is
 * refused, the former one does.
 */
package io.reconstream.stream.models;
