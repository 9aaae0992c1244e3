/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import io.reconstream.bench.workload.NetworkShape;
import java.util.List;

/**
 * A network and how it is trained, by every variant alike: tanh, squared error, Adam, one thread.
 *
 * @param shape the network
 * @param rows in an epoch
 * @param batch rows per step
 * @param epochs that are timed, after one that is not
 * @param peerEpochs that the peer is timed over, after as many that are not
 */
record TrainTask(NetworkShape shape, int rows, int batch, int epochs, double peerEpochs) {

  static List<TrainTask> all(boolean quick) {
    return quick
        ? List.of(new TrainTask(NetworkShape.SMALL, 20_000, 256, 2, 1))
        : List.of(
            new TrainTask(NetworkShape.SMALL, 200_000, 256, 10, 2),
            new TrainTask(NetworkShape.LARGE, 60_000, 128, 4, 0.5));
  }

  /**
   * Floating-point operations of an epoch's matrix products: forward, gradients of the weights,
   * and, but for the first layer, gradients of its input.
   */
  double flops() {
    long forward = shape.multiplyAdds();
    long firstLayer = (long) shape.features() * shape.encoder().get(0);
    return 2.0 * (3 * forward - firstLayer) * rows;
  }
}
