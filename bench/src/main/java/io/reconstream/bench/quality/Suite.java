/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.nio.file.Path;
import java.util.List;

/** A public collection of sets, and where a user gets it. */
sealed interface Suite permits Adbench, FraudHandbook, MnistOneClass, TsbAd, Skab, Ecg805 {

  /** All of them, in the order they are run. */
  static List<Suite> all() {
    return List.of(
        new Adbench(),
        new FraudHandbook(),
        new MnistOneClass(),
        TsbAd.SMD,
        TsbAd.MSL,
        TsbAd.NAB,
        new Skab(),
        new Ecg805());
  }

  /** The group's name. */
  String name();

  /** Where it comes from and under which licence. */
  String origin();

  /**
   * Finds the sets in a folder.
   *
   * @throws io.reconstream.trainer.config.InvalidInputException if one is not there
   */
  QualityGroup group(Path data);
}
