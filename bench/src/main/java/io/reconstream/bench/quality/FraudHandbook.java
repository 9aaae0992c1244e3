/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Simulated card payments, frauds left in the training rows. */
record FraudHandbook() implements Suite {
  private static final Map<Figure, Published> AUTOENCODER =
      Map.of(
          Figure.AUROC, new Published(0.836, "autoencoder"),
          Figure.AVERAGE_PRECISION, new Published(0.18, "autoencoder"));

  @Override
  public String name() {
    return "fraud";
  }

  @Override
  public String origin() {
    return "github.com/Fraud-Detection-Handbook/simulated-data-transformed; figures: its chapter 7";
  }

  @Override
  public QualityGroup group(Path data) {
    QualitySet set =
        new QualitySet(
            "fraud_handbook",
            CsvSource.file(
                data.resolve("fraud_handbook/transactions_2018-07-11_2018-07-31.csv.gz")),
            new Protocol.SplitColumn(),
            List.of(
                "TRANSACTION_ID",
                "TX_DATETIME",
                "CUSTOMER_ID",
                "TERMINAL_ID",
                "TX_TIME_SECONDS",
                "TX_TIME_DAYS",
                "TX_FRAUD_SCENARIO"),
            0,
            AUTOENCODER);
    return new QualityGroup(
        name(),
        Kind.ROWS,
        QualityGroup.Unit.SHARE,
        List.of(Figure.AUROC, Figure.AVERAGE_PRECISION),
        List.of(set),
        AUTOENCODER);
  }
}
