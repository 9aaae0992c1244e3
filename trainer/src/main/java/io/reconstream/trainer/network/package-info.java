/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Networks: layers that libtorch trains and the graph repeats, each with both sides in one class,
 * and the autoencoders built of them.
 *
 * <p>The only user of libtorch's modules. An {@link io.reconstream.trainer.network.Autoencoder}
 * owns its native memory and is closed by who built it.
 */
package io.reconstream.trainer.network;
