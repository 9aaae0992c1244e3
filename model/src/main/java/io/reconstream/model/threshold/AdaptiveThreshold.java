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
 *   <li>The tail is fitted by the method of moments (Hosking and Wallis 1987) over all peaks with
 *       slow forgetting, which needs two numbers of state instead of a list of peaks.
 *   <li>The level that is subtracted is an exponential average, one number instead of a window.
 *   <li>What the extrapolated tail still gets wrong, feedback puts right: each alert raises the
 *       threshold a little and each event lowers it by as much times the budget (Robbins and Monro
 *       1951), so that in the long run alerts and budget agree.
 * </ul>
 *
 * <p>Immutable and thread-safe; the state of a key is not.
 */
public final class AdaptiveThreshold {
  private static final double TAIL_FROM = 0.98;

  /** A threshold lies in the tail: more alerts than this share of events cannot be asked for. */
  public static final double MOST_RATE = 0.0199;

  /** The sealed tail counts as so many peaks of the key's own. */
  private static final double PRIOR_PEAKS = 100;

  private static final double PEAK_MEMORY = 1_000;
  private static final double HIGHEST_SHAPE = 0.4;

  /** How much an alert raises the threshold, and how far feedback may go, in mean excesses. */
  private static final double FEEDBACK = 0.3;

  private static final double MAX_FEEDBACK = 2;

  private final Settings settings;
  private final double centre;
  private final double lowest;
  private final double tailFrom;
  private final double priorMean;
  private final double priorMeanSquare;

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
    public static final int NUMBERS = 8;

    private double level;
    private double peakRate;
    private double peaks;
    private double meanExcess;
    private double meanSquare;
    private double run;
    private double calm;
    private double feedback;
    private double rate;
    private double threshold;

    private State() {}

    /** The score above which the key's next event is anomalous. */
    public double threshold() {
      return threshold;
    }

    /** The state for a store; {@link AdaptiveThreshold#restore} reads it. */
    public double[] toNumbers() {
      return new double[] {level, peakRate, peaks, meanExcess, meanSquare, run, calm, feedback};
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
    this.priorMean = Math.max(Double.MIN_NORMAL, excesses / steps);
    this.priorMeanSquare = squares / steps;
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
    return restore(
        new double[] {centre, 1 - TAIL_FROM, PRIOR_PEAKS, priorMean, priorMeanSquare, 0, 0, 0},
        rate);
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
    if (numbers.length != State.NUMBERS) {
      throw new IllegalStateException(
          "adaptive threshold state has %d numbers, expected %d"
              .formatted(numbers.length, State.NUMBERS));
    }
    State state = new State();
    state.rate = rate;
    state.level = numbers[0];
    state.peakRate = numbers[1];
    state.peaks = numbers[2];
    state.meanExcess = numbers[3];
    state.meanSquare = numbers[4];
    state.run = numbers[5];
    state.calm = numbers[6];
    state.feedback = numbers[7];
    update(state);
    return state;
  }

  /**
   * Learns from a scored event, after its verdict.
   *
   * @param score finite; others are ignored
   * @param alert whether the event raised an alert
   * @param frozen whether an incident covers the event: its score says nothing about normal ones
   */
  public void observe(State state, double score, boolean alert, boolean frozen) {
    double feedback = state.feedback + FEEDBACK * ((alert ? 1 : 0) - state.rate);
    state.feedback = Math.max(-MAX_FEEDBACK, Math.min(MAX_FEEDBACK, feedback));
    if (!frozen && Double.isFinite(score)) {
      learn(state, score);
    }
    update(state);
  }

  private void learn(State state, double score) {
    double relative = score - state.level;
    boolean peakEnded = false;
    if (relative > tailFrom) {
      // Bounded, so that a fault's first score cannot stretch the tail.
      double most = 2 * (state.threshold - state.level - tailFrom);
      state.run = Math.max(state.run, Math.min(relative - tailFrom, most));
      state.calm = 0;
    } else if (state.run > 0) {
      state.calm++;
      peakEnded = state.calm >= settings.runLength();
    }
    // Clipped: one extreme score must not move the level.
    state.level += Math.max(lowest, Math.min(tailFrom, relative)) / settings.driftMemory();
    state.peakRate += ((peakEnded ? 1 : 0) - state.peakRate) / settings.rateMemory();
    if (peakEnded) {
      state.peaks = Math.min(PEAK_MEMORY, state.peaks + 1);
      state.meanExcess += (state.run - state.meanExcess) / state.peaks;
      state.meanSquare += (state.run * state.run - state.meanSquare) / state.peaks;
      state.run = 0;
      state.calm = 0;
    }
  }

  private void update(State state) {
    double mean = state.meanExcess;
    double variance = state.meanSquare - mean * mean;
    double shape = variance > 0 ? (1 - mean * mean / variance) / 2 : 0;
    shape = Math.max(-HIGHEST_SHAPE, Math.min(HIGHEST_SHAPE, shape));
    double survival = Math.min(1, state.rate / state.peakRate);
    double excess =
        new GeneralizedPareto(shape, mean * (1 - shape)).excess(survival) + mean * state.feedback;
    state.threshold = state.level + tailFrom + Math.max(0, excess);
  }
}
