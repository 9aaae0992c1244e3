/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An electrocardiogram with premature beats: the first tenth trains, whatever is in it. */
record Ecg805() implements Suite {
  private static final int TRAINING_ROWS = 23_040;
  private static final Published BEST = new Published(0.936, "PCA");

  @Override
  public String name() {
    return "ecg805";
  }

  @Override
  public String origin() {
    return "github.com/TheDatumOrg/TSB-UAD, MBA_ECG805";
  }

  @Override
  public QualityGroup group(Path data) {
    QualitySet set =
        new QualitySet(
            "MBA_ECG805",
            CsvSource.file(data.resolve("tsbuad_ecg/MBA_ECG805_data.csv.gz")),
            new Protocol.Prefix(TRAINING_ROWS),
            List.of(),
            0,
            Map.of(Figure.AUROC, BEST));
    return new QualityGroup(
        name(),
        Kind.SERIES,
        QualityGroup.Unit.SHARE,
        List.of(Figure.AUROC),
        List.of(set),
        Map.of(Figure.AUROC, BEST));
  }
}
