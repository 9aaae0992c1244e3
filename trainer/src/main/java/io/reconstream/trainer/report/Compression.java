/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

/**
 * How much smaller the latent is than what it stands for.
 *
 * @param input the numbers of a row, or of a window
 * @param latent the numbers of its latent vector
 * @param ratio {@code input / latent}; below 1 the latent is the wider one
 */
public record Compression(int input, int latent, double ratio) {

  /** The compression between these widths, each at least 1. */
  public static Compression of(int input, int latent) {
    return new Compression(input, latent, (double) input / latent);
  }

  @Override
  public String toString() {
    return "%,d numbers become %,d, compression ratio %s"
        .formatted(input, latent, ReportText.number(ratio));
  }
}
