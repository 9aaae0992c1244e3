/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the network learns.
 *
 * @param optimizer the step rule
 * @param learningRate its step size, above 0
 * @param batchSize rows per step
 * @param epochs passes over the training rows at most
 * @param patience epochs without a better validation loss before it stops
 * @param validation share of the rows kept to decide when to stop, in (0, 0.5]
 * @param seed of every random choice
 * @param loss what is minimised
 * @param schedule how the learning rate changes
 * @param gradientNorm a longer gradient is scaled down to this norm; 0 to leave it
 * @param output the last layer's activation
 * @param trim share of the training rows that a first model finds strangest and that the final one
 *     does without, in [0, 1); 0 to train once, on all
 * @param score what is made of a network's errors
 * @param warmUp share of the steps over which the learning rate rises from 0, in [0, 1)
 * @param decay what {@link Schedule#STEP} and {@link Schedule#PLATEAU} multiply the rate by, in (0,
 *     1]
 * @param decayEpochs after how many epochs they do; of a plateau, epochs without improvement
 * @param klWarmUp share of the steps over which a variational network's beta rises from 0, in [0,
 *     1)
 * @param scaling how numeric columns are scaled
 * @param featureScaling how those of single features are scaled, by the features' names
 * @param members how many models are trained, each from other random numbers, and scored by as one
 */
public record TrainingSettings(
    Optimizer optimizer,
    double learningRate,
    int batchSize,
    int epochs,
    int patience,
    double validation,
    long seed,
    Loss loss,
    Schedule schedule,
    double gradientNorm,
    OutputActivation output,
    double trim,
    ScoreFunction score,
    double warmUp,
    double decay,
    int decayEpochs,
    double klWarmUp,
    Scaler scaling,
    Map<String, Scaler> featureScaling,
    int members) {

  public TrainingSettings {
    featureScaling = Collections.unmodifiableMap(new LinkedHashMap<>(featureScaling));
  }

  /** Columns scaled as their values ask for. */
  public TrainingSettings(
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      int epochs,
      int patience,
      double validation,
      long seed,
      Loss loss,
      Schedule schedule,
      double gradientNorm,
      OutputActivation output,
      double trim,
      ScoreFunction score,
      double warmUp,
      double decay,
      int decayEpochs,
      double klWarmUp) {
    this(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        loss,
        schedule,
        gradientNorm,
        output,
        trim,
        score,
        warmUp,
        decay,
        decayEpochs,
        klWarmUp,
        Scaler.AUTO,
        Map.of(),
        1);
  }

  /** Squared error, a constant rate, gradients as they are, no trimming, the mean score. */
  public TrainingSettings(
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      int epochs,
      int patience,
      double validation,
      long seed) {
    this(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        Loss.MSE,
        Schedule.CONSTANT,
        0,
        OutputActivation.AUTO);
  }

  /**
   * No warm-up; halved by a schedule that decays after five epochs; beta grows over a fifth; one
   * member.
   */
  public TrainingSettings(
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      int epochs,
      int patience,
      double validation,
      long seed,
      Loss loss,
      Schedule schedule,
      double gradientNorm,
      OutputActivation output,
      double trim,
      ScoreFunction score) {
    this(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        loss,
        schedule,
        gradientNorm,
        output,
        trim,
        score,
        0,
        0.5,
        5,
        0.2);
  }

  /** The same with another loss and its usual output activation. */
  public TrainingSettings withLoss(Loss other) {
    return new TrainingSettings(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        other,
        schedule,
        gradientNorm,
        OutputActivation.AUTO,
        trim,
        score,
        warmUp,
        decay,
        decayEpochs,
        klWarmUp,
        scaling,
        featureScaling,
        members);
  }

  /** The same with other scaling, the same for all features. */
  public TrainingSettings withScaling(Scaler other) {
    return new TrainingSettings(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        loss,
        schedule,
        gradientNorm,
        output,
        trim,
        score,
        warmUp,
        decay,
        decayEpochs,
        klWarmUp,
        other,
        Map.of(),
        members);
  }

  /** The output activation that training uses, never {@link OutputActivation#AUTO}. */
  @JsonIgnore
  public OutputActivation activation() {
    return output == OutputActivation.AUTO ? loss.outputs().get(0) : output;
  }

  /** No trimming, the mean score. */
  public TrainingSettings(
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      int epochs,
      int patience,
      double validation,
      long seed,
      Loss loss,
      Schedule schedule,
      double gradientNorm,
      OutputActivation output) {
    this(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        loss,
        schedule,
        gradientNorm,
        output,
        0,
        ScoreFunction.MEAN);
  }

  /** A step rule, with its usual constants. */
  public enum Optimizer {
    SGD,
    ADAM,
    ADAMW,
    RMSPROP;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }

  /** The learning rate over the course of training. */
  public enum Schedule {
    CONSTANT,
    /** Falls as a cosine to a fiftieth. */
    COSINE,
    /** Multiplied by {@link #decay()} after every {@link #decayEpochs()}. */
    STEP,
    /** Multiplied by {@link #decay()} after every {@link #decayEpochs()} without improvement. */
    PLATEAU;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
