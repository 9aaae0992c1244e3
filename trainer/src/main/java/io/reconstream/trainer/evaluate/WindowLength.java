/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

/**
 * The length of a series' main period, as TSB-UAD finds it: the lag of the highest local maximum of
 * the autocorrelation among lags 3 to 400, and {@value #DEFAULT} where there is none to speak of.
 */
public final class WindowLength {
  private static final int DEFAULT = 125;
  private static final int ROWS = 20_000;
  private static final int LONGEST_LAG = 400;
  private static final int SHORTEST_LAG = 3;
  private static final int LONGEST_PERIOD = 300;

  private WindowLength() {}

  /** The window of a univariate series; of more than {@value #ROWS} rows the first so many. */
  public static int of(double[] series) {
    int rows = Math.min(ROWS, series.length);
    double mean = 0;
    for (int i = 0; i < rows; i++) {
      mean += series[i] / rows;
    }
    double[] correlation = new double[Math.min(LONGEST_LAG + 1, rows)];
    for (int lag = 0; lag < correlation.length; lag++) {
      for (int i = lag; i < rows; i++) {
        correlation[lag] += (series[i] - mean) * (series[i - lag] - mean);
      }
    }
    int best = -1;
    for (int lag = SHORTEST_LAG + 1; lag < correlation.length - 1; lag++) {
      boolean peak =
          correlation[lag] > correlation[lag - 1] && correlation[lag] > correlation[lag + 1];
      if (peak && (best < 0 || correlation[lag] > correlation[best])) {
        best = lag;
      }
    }
    int beyondShortest = best - SHORTEST_LAG;
    return best < 0 || beyondShortest < SHORTEST_LAG || beyondShortest > LONGEST_PERIOD
        ? DEFAULT
        : best;
  }
}
