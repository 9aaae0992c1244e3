/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

/**
 * The sizes that the data give a network.
 *
 * @param rows T, the rows of a window; 1 for single rows, whose tensors lack this dimension
 * @param inputs I, the columns that the network reads
 * @param units D, the columns that it reconstructs; the first of those it reads
 */
public record Shape(int rows, int inputs, int units) {}
