/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Online: the program that scores events and tells about anomalies.
 *
 * <p>{@link io.reconstream.stream.AnomalyTopology} is the whole flow on one screen and the only
 * place where the packages beside it meet; {@link io.reconstream.stream.StreamApp} runs it.
 */
package io.reconstream.stream;
