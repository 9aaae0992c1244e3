/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A rising function that takes the weight off a column's tails, before the column is scaled. */
sealed interface Curve permits Curve.Log, Curve.Steps {

  float of(float value);

  /** The value that this curve takes to {@code curved}. */
  float inverse(float curved);

  /**
   * The inverse hyperbolic sine (Burbidge, Magee and Robb, 1988): about a straight line within a
   * scale of the centre and a logarithm beyond it, in both directions, and defined everywhere.
   *
   * @param scale above 0
   */
  record Log(float centre, float scale) implements Curve {
    /** So far that the square is just a float. */
    static final float FARTHEST = 0x1p60f;

    /** So far that the exponential is just a float. */
    static final float HIGHEST = 80;

    /**
     * @param sorted values of a column that varies
     */
    static Log of(float[] sorted) {
      float centre = sorted[(sorted.length - 1) / 2];
      double range = Tails.quartileRange(sorted);
      if (range == 0) {
        // most values are the same: the scale is how far the others typically are
        float[] others = new float[sorted.length];
        int count = 0;
        for (float value : sorted) {
          if (value != centre) {
            others[count++] = Math.abs(value - centre);
          }
        }
        Arrays.sort(others, 0, count);
        return new Log(centre, Math.max(Float.MIN_NORMAL, others[count / 2]));
      }
      return new Log(centre, Math.max(Float.MIN_NORMAL, (float) (range / Tails.NORMAL_QUARTILES)));
    }

    @Override
    public float of(float value) {
      float far = Math.max(-FARTHEST, Math.min(FARTHEST, (value - centre) * (1 / scale)));
      float size = Math.abs(far);
      return Math.signum(far) * (float) Math.log(size + (float) Math.sqrt(size * size + 1));
    }

    @Override
    public float inverse(float curved) {
      return (float) Math.sinh(Math.max(-HIGHEST, Math.min(HIGHEST, curved))) * scale + centre;
    }
  }

  /**
   * Straight pieces between the column's quantiles, each taken to the log odds of its share; the
   * outermost go on straight, so that what is beyond the data stays beyond. Values that are equal
   * in the data share the middle of their odds.
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Steps(float[] values, float[] odds) implements Curve {
    /** Pieces at most. */
    static final int PIECES = 32;

    /** Values that differ by less, in relation to their size, are equal to a float's accuracy. */
    private static final float NEAREST = 1e-6f;

    /**
     * @param sorted values of a column, two of them different
     */
    static Steps of(float[] sorted) {
      double farthest = Math.log(2.0 * sorted.length - 1); // of half a value in all
      List<float[]> knots = new ArrayList<>();
      int from = 0;
      while (from <= PIECES) {
        float value = at(sorted, farthest, from);
        int to = from;
        while (to < PIECES && at(sorted, farthest, to + 1) - value <= NEAREST * Math.abs(value)) {
          to++;
        }
        knots.add(new float[] {value, (float) (odds(farthest, from) + odds(farthest, to)) / 2});
        from = to + 1;
      }
      float[] values = new float[knots.size()];
      float[] odds = new float[knots.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = knots.get(i)[0];
        odds[i] = knots.get(i)[1];
      }
      return new Steps(values, odds);
    }

    private static double odds(double farthest, int knot) {
      return farthest * (2.0 * knot / PIECES - 1);
    }

    private static float at(float[] sorted, double farthest, int knot) {
      double share = 1 / (1 + Math.exp(-odds(farthest, knot)));
      return sorted[
          knot == 0
              ? 0
              : knot == PIECES ? sorted.length - 1 : (int) Math.round(share * (sorted.length - 1))];
    }

    int pieces() {
      return values.length - 1;
    }

    @Override
    public float of(float value) {
      return through(values, odds, value);
    }

    @Override
    public float inverse(float curved) {
      return through(odds, values, curved);
    }

    private static float through(float[] from, float[] to, float value) {
      float sum = to[0];
      for (int i = 0; i + 1 < from.length; i++) {
        float share = (value - from[i]) * (1 / (from[i + 1] - from[i]));
        share = i == 0 ? share : Math.max(0, share);
        share = i + 2 == from.length ? share : Math.min(1, share);
        sum += share * (to[i + 1] - to[i]);
      }
      return sum;
    }
  }
}
