/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Runs an optimiser over batches until the plan or the held-out loss says to stop. */
final class TrainingLoop {
  private static final int EVALUATION_BATCH = 4096;

  private final String name;
  private final Autoencoder network;
  private final Objective objective;
  private final Plan plan;
  private final Progress progress;
  private final TensorVector parameters;
  private final Optimizer optimizer;
  private long step;

  TrainingLoop(
      String name, Autoencoder network, Objective objective, Plan plan, Progress progress) {
    this.name = name;
    this.network = network;
    this.objective = objective;
    this.plan = plan;
    this.progress = progress;
    this.parameters = network.parameters();
    this.optimizer = Optimizers.create(plan.optimizer(), parameters, plan.learningRate());
  }

  /**
   * Trains the network in place.
   *
   * @throws TrainingException if a loss is not finite
   */
  TrainingHistory run(Samples training, Samples heldOut) {
    progress.stage("train " + name);
    List<Epoch> epochs = new ArrayList<>();
    epochs.add(new Epoch(0, Double.NaN, evaluate(heldOut), plan.learningRate(), 0));
    Epoch best = epochs.get(0);
    Autoencoder.Snapshot kept = network.snapshot();
    try {
      while (step < plan.steps() && !stale(epochs.size() - 1, best)) {
        Epoch epoch = epoch(epochs.size(), training, heldOut);
        epochs.add(epoch);
        if (plan.patience() == 0) {
          best = epoch;
        } else if (epoch.heldOutLoss() < best.heldOutLoss()) {
          best = epoch;
          kept.close();
          kept = network.snapshot();
        }
        progress.step(step, plan.steps(), "held-out loss %.5g".formatted(epoch.heldOutLoss()));
      }
      if (plan.patience() > 0) {
        network.restore(kept);
      }
    } finally {
      kept.close();
      optimizer.close();
    }
    network.training(false);
    return new TrainingHistory(name, epochs, best.number());
  }

  private boolean stale(int epoch, Epoch best) {
    return plan.patience() > 0 && epoch - best.number() >= plan.patience();
  }

  private Epoch epoch(int number, Samples training, Samples heldOut) {
    long start = System.nanoTime();
    network.training(true);
    double[] sum = {0};
    long[] rows = {0};
    training.shuffled(
        plan.batchSize(),
        batch -> {
          if (step < plan.steps()) {
            sum[0] += step(number, batch) * batch.size(0);
            rows[0] += batch.size(0);
          }
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Epoch(number, sum[0] / rows[0], evaluate(heldOut), rate(), seconds);
  }

  private double step(int epoch, Tensor batch) {
    Optimizers.setRate(optimizer, rate());
    optimizer.zero_grad();
    Tensor loss = objective.training(network, batch, (double) step / plan.steps());
    float value = loss.item_float();
    if (!Float.isFinite(value)) {
      throw new TrainingException(
          ("training '%s' stopped: the loss is %s at step %d (epoch %d), expected a finite number;"
                  + " lower training.learning_rate (it is %s) or check the data for huge values")
              .formatted(name, value, step + 1, epoch, plan.learningRate()));
    }
    loss.backward();
    if (plan.gradientNorm() < Double.POSITIVE_INFINITY) {
      torch.clip_grad_norm_(parameters, plan.gradientNorm());
    }
    optimizer.step();
    step++;
    return value;
  }

  private double rate() {
    return plan.learningRate() * plan.schedule().factor(step, plan.steps());
  }

  private double evaluate(Samples heldOut) {
    network.training(false);
    double[] sum = {0};
    try (NoGradGuard frozen = new NoGradGuard()) {
      heldOut.ordered(
          EVALUATION_BATCH,
          (first, batch) ->
              sum[0] += objective.heldOut(network, batch).item_float() * batch.size(0));
    }
    return sum[0] / Math.max(1, heldOut.count());
  }
}
