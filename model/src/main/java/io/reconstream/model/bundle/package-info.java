/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The bundle: one ONNX file that is the whole model.
 *
 * <p>The graph holds everything between a raw row and a score ({@link
 * io.reconstream.model.bundle.GraphContract}); the file's {@code metadata_props} hold everything
 * else as JSON ({@link io.reconstream.model.bundle.BundleMetadata}).
 */
package io.reconstream.model.bundle;
