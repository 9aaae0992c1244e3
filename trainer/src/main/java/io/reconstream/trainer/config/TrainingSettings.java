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

  /** Every setting at its default, to be changed by name. */
  public static Builder builder() {
    return new Builder();
  }

  /** The output activation that training uses, never {@link OutputActivation#AUTO}. */
  @JsonIgnore
  public OutputActivation activation() {
    return output == OutputActivation.AUTO ? loss.outputs().get(0) : output;
  }

  /** The documented defaults, but for what its methods change; each is named as its setting. */
  public static final class Builder {
    private Optimizer optimizer = Optimizer.ADAM;
    private double learningRate = 0.001;
    private int batchSize = 256;
    private int epochs = 100;
    private int patience = 10;
    private double validation = 0.1;
    private long seed = 7;
    private Loss loss = Loss.MSE;
    private Schedule schedule = Schedule.CONSTANT;
    private double gradientNorm;
    private OutputActivation output = OutputActivation.AUTO;
    private double trim;
    private ScoreFunction score = ScoreFunction.MEAN;
    private double warmUp;
    private double decay = 0.5;
    private int decayEpochs = 5;
    private double klWarmUp = 0.2;
    private Scaler scaling = Scaler.AUTO;
    private Map<String, Scaler> featureScaling = Map.of();
    private int members = 1;

    private Builder() {}

    public Builder optimizer(Optimizer value) {
      optimizer = value;
      return this;
    }

    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    public Builder patience(int value) {
      patience = value;
      return this;
    }

    public Builder validation(double value) {
      validation = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder loss(Loss value) {
      loss = value;
      return this;
    }

    public Builder schedule(Schedule value) {
      schedule = value;
      return this;
    }

    public Builder gradientNorm(double value) {
      gradientNorm = value;
      return this;
    }

    public Builder output(OutputActivation value) {
      output = value;
      return this;
    }

    public Builder trim(double value) {
      trim = value;
      return this;
    }

    public Builder score(ScoreFunction value) {
      score = value;
      return this;
    }

    public Builder warmUp(double value) {
      warmUp = value;
      return this;
    }

    public Builder decay(double value) {
      decay = value;
      return this;
    }

    public Builder decayEpochs(int value) {
      decayEpochs = value;
      return this;
    }

    public Builder klWarmUp(double value) {
      klWarmUp = value;
      return this;
    }

    public Builder scaling(Scaler value) {
      scaling = value;
      return this;
    }

    public Builder featureScaling(Map<String, Scaler> value) {
      featureScaling = value;
      return this;
    }

    public Builder members(int value) {
      members = value;
      return this;
    }

    /** The settings as they are now. */
    public TrainingSettings build() {
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
          scaling,
          featureScaling,
          members);
    }
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
