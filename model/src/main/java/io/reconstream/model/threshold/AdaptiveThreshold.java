/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

/**
 * A threshold that follows one key: streaming peaks over threshold with drift (SPOT and DSPOT;
 * Siffer et al., <i>Anomaly Detection in Streams with Extreme Value Theory</i>, KDD 2017), started
 * from the sealed distribution and forgetting slowly.
 *
 * <p>It differs from the paper where a budget per key has to hold:
 *
 * <ul>
 *   <li>Peaks that follow each other closely count once, by their highest (declustering), so that
 *       the budget is one of alerts and not of single events.
 *   <li>The tail's shape is that of the sealed distribution, as a key's own peaks are too few to
 *       tell it. Its scale follows the median of the key's peaks, one number of state instead of a
 *       list: faults among the peaks hardly move it, and a peak that raised an alert counts
 *       although its height is not known. Were those left out, the tail would end at the threshold
 *       and pull it down.
 *   <li>The level that is subtracted is an exponential average, one number instead of a window.
 *   <li>What the extrapolated tail still gets wrong, feedback puts right: in proportion to the
 *       alerts beyond the budget so far, their debt, and to what the debt adds up to over time, so
 *       that alerts and budget agree even where scores drift on and on (Angelopoulos, Candès and
 *       Tibshirani, <i>Conformal PID Control for Time Series Prediction</i>, NeurIPS 2023).
 * </ul>
 *
 * <p>Immutable and thread-safe; the state of a key is not.
 */
public final class AdaptiveThreshold {
  private static final double TAIL_FROM = 0.98;

  /** A threshold lies in the tail: more alerts than this share of events cannot be asked for. */
  public static final double MOST_RATE = 0.0199;

  private static final double HIGHEST_SHAPE = 0.4;

  /** A sealed tail is no shorter than this share of the body, so that it can grow. */
  private static final double SHORTEST_TAIL = 1e-3;

  /** A peak moves the median by so much of itself: 70 peaks are remembered, its error is 12 %. */
  private static final double MEDIAN_STEP = 0.02;

  /**
   * By how many mean excesses an alert raises the threshold: a quarter as many, e^-1.4, come after
   * it, and the debt of a key scatters by 1 / √(2 * 1.4), about half an alert.
   */
  private static final double GAIN = 1.4;

  /** Brings a debt back to zero as quickly as is possible without swinging (critical damping). */
  private static final double LASTING_GAIN = GAIN * GAIN / 4;

  /**
   * How far feedback may go, in mean excesses: a tail that promises a ten-thousandth of the alerts
   * is put right, and a key with nothing but faults stays watched.
   */
  private static final double MAX_FEEDBACK = 10;

  private final Settings settings;
  private final double centre;
  private final double lowest;
  private final double tailFrom;
  private final GeneralizedPareto tail;
  private final double priorScale;

  /**
   * How fast a key's threshold adapts.
   *
   * @param rate the accepted alerts per event, in (0, 0.02)
   * @param driftMemory over how many events the level follows the scores; the larger, the slower
   * @param rateMemory over how many events the frequency of peaks is estimated
   * @param runLength events below the tail's beginning that separate two peaks; at least 1
   */
  public record Settings(double rate, double driftMemory, double rateMemory, int runLength) {

    public Settings {
      if (!(rate > 0 && rate < 1 - TAIL_FROM)) {
        throw new IllegalArgumentException(
            "adaptive threshold's rate is %s, expected above 0 and below 0.02".formatted(rate));
      }
      if (!(driftMemory >= 1) || !(rateMemory >= 1) || runLength < 1) {
        throw new IllegalArgumentException(
            "adaptive threshold's memories are %s and %s events, its run length %d; expected at least 1 each"
                .formatted(driftMemory, rateMemory, runLength));
      }
    }

    /** Memories that suit streams of some thousand events a day. */
    public static Settings of(double rate) {
      return new Settings(rate, 5_000, 20_000, 10);
    }
  }

  /** What is kept of a key: {@value #NUMBERS} numbers. */
  public static final class State {
    /** The length of {@link #toNumbers()}. */
    public static final int NUMBERS = 7;

    /** The length of what {@link AdaptiveThreshold#restoreFirst} reads. */
    public static final int FIRST_NUMBERS = 8;

    private double level;
    private double peakRate;
    private double scale;
    private double run;
    private double calm;
    private double debt;
    private double lasting;
    private double rate;
    private double threshold;

    private State() {}

    /** The score above which the key's next event is anomalous. */
    public double threshold() {
      return threshold;
    }

    /** The state for a store; {@link AdaptiveThreshold#restore} reads it. */
    public double[] toNumbers() {
      return new double[] {level, peakRate, scale, run, calm, debt, lasting};
    }
  }

  /**
   * @param settings how it adapts
   * @param sealed the distribution of held-out scores, with which every key begins
   */
  public AdaptiveThreshold(Settings settings, ScoreDistribution sealed) {
    this.settings = settings;
    double low = sealed.threshold(TAIL_FROM);
    double from = sealed.threshold(1 - TAIL_FROM);
    int steps = 1_000;
    double sum = 0;
    double excesses = 0;
    double squares = 0;
    for (int i = 0; i < steps; i++) {
      double survival = (i + 0.5) / steps;
      sum += Math.max(low, Math.min(from, sealed.threshold(survival)));
      double excess = sealed.threshold((1 - TAIL_FROM) * survival) - from;
      excesses += excess;
      squares += excess * excess;
    }
    this.centre = sum / steps;
    this.lowest = low - centre;
    this.tailFrom = from - centre;
    double mean =
        Math.max(Math.max(excesses / steps, SHORTEST_TAIL * (from - low)), Double.MIN_NORMAL);
    double shape = shape(mean, squares / steps);
    this.tail = new GeneralizedPareto(shape, 1);
    this.priorScale = scale(mean);
  }

  /** By the method of moments (Hosking and Wallis 1987). */
  private static double shape(double mean, double meanSquare) {
    double variance = meanSquare - mean * mean;
    double shape = variance > 0 ? (1 - mean * mean / variance) / 2 : 0;
    return bounded(shape, HIGHEST_SHAPE);
  }

  private double scale(double meanExcess) {
    return meanExcess * (1 - tail.shape());
  }

  private static double bounded(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }

  /** The state of a key without a past. */
  public State initial() {
    return initial(settings.rate());
  }

  /**
   * The state of a key without a past.
   *
   * @param rate the accepted alerts per event of this key, in (0, {@value #MOST_RATE}]
   */
  public State initial(double rate) {
    return restore(new double[] {centre, 1 - TAIL_FROM, priorScale, 0, 0, 0, 0}, rate);
  }

  /**
   * Reads {@link State#toNumbers()}.
   *
   * @throws IllegalStateException if there are not {@value State#NUMBERS}
   */
  public State restore(double[] numbers) {
    return restore(numbers, settings.rate());
  }

  /**
   * Reads {@link State#toNumbers()}.
   *
   * @param rate the accepted alerts per event of this key, in (0, {@value #MOST_RATE}]
   * @throws IllegalStateException if there are not {@value State#NUMBERS}
   */
  public State restore(double[] numbers, double rate) {
    if (!(rate > 0 && rate < 1 - TAIL_FROM)) {
      throw new IllegalArgumentException(
          "a key's rate is %s, expected above 0 and below 0.02".formatted(rate));
    }
    requireNumbers(numbers, State.NUMBERS);
    State state = new State();
    state.rate = rate;
    state.level = numbers[0];
    state.peakRate = numbers[1];
    state.scale = numbers[2];
    state.run = numbers[3];
    state.calm = numbers[4];
    state.debt = numbers[5];
    state.lasting = numbers[6];
    update(state);
    return state;
  }

  /**
   * Reads what versions wrote that had no debt: level, frequency, number, mean and mean square of
   * peaks, the last two of {@link State#toNumbers()} before the debt, feedback.
   *
   * @param rate the accepted alerts per event of this key, in (0, {@value #MOST_RATE}]
   * @throws IllegalStateException if there are not {@value State#FIRST_NUMBERS}
   */
  public State restoreFirst(double[] numbers, double rate) {
    requireNumbers(numbers, State.FIRST_NUMBERS);
    return restore(
        new double[] {
          numbers[0], numbers[1], scale(numbers[3]), numbers[5], numbers[6], 0, numbers[7]
        },
        rate);
  }

  private static void requireNumbers(double[] numbers, int expected) {
    if (numbers.length != expected) {
      throw new IllegalStateException(
          "adaptive threshold state has %d numbers, expected %d"
              .formatted(numbers.length, expected));
    }
  }

  /**
   * Learns from a scored event, after its verdict.
   *
   * @param score finite; others are ignored
   * @param alert whether the event raised an alert
   * @param frozen whether an incident covers the event: its score says nothing about normal ones.
   *     Of one that raised an alert only that it passed the threshold is learnt.
   */
  public void observe(State state, double score, boolean alert, boolean frozen) {
    double beyond = (alert ? 1 : 0) - state.rate;
    state.debt = bounded(state.debt + beyond, MAX_FEEDBACK / GAIN);
    state.lasting = bounded(state.lasting + LASTING_GAIN * state.debt * state.rate, MAX_FEEDBACK);
    if ((alert || !frozen) && Double.isFinite(score)) {
      learn(state, score, alert);
    }
    update(state);
  }

  private void learn(State state, double score, boolean alert) {
    double relative = score - state.level;
    boolean peakEnded = alert;
    if (relative > tailFrom) {
      state.run = Math.max(state.run, relative - tailFrom);
      state.calm = 0;
    } else if (state.run > 0) {
      state.calm++;
      peakEnded |= state.calm >= settings.runLength();
    }
    // Clipped: one extreme score must not move the level.
    state.level += Math.max(lowest, Math.min(tailFrom, relative)) / settings.driftMemory();
    state.peakRate += ((peakEnded ? 1 : 0) - state.peakRate) / settings.rateMemory();
    if (peakEnded) {
      boolean high = alert || state.run > state.scale * tail.excess(0.5);
      state.scale *= Math.exp(high ? MEDIAN_STEP : -MEDIAN_STEP);
      state.run = 0;
      state.calm = 0;
    }
  }

  private void update(State state) {
    double meanExcess = state.scale / (1 - tail.shape());
    double survival = Math.min(1, state.rate / state.peakRate);
    double feedback = bounded(GAIN * state.debt + state.lasting, MAX_FEEDBACK);
    double excess = state.scale * tail.excess(survival) + meanExcess * feedback;
    state.threshold = state.level + tailFrom + Math.max(0, excess);
  }
}
