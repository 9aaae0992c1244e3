/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

/**
 * A variant's figures in a case.
 *
 * @param secondsPerEpoch median over the rounds, of each round its median epoch
 * @param spread highest minus lowest, as a share of the median
 * @param ratioToLibtorch median over the rounds of the ratio within a round
 * @param ratioToReconstream the same beside the product
 * @param arithmeticSeconds an epoch's matrix products at the speed of a large matrix product
 */
record TrainResult(
    String variant,
    String model,
    int rows,
    int batch,
    double secondsPerEpoch,
    double spread,
    double ratioToLibtorch,
    double ratioToReconstream,
    double arithmeticSeconds,
    int rounds) {}
