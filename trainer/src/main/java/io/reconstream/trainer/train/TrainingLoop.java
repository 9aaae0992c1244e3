/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import com.fasterxml.jackson.core.type.TypeReference;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Runs an optimiser over batches until the plan or the held-out loss says to stop. */
final class TrainingLoop {
  private static final int EVALUATION_BATCH = 4096;

  private final String name;
  private final Autoencoder network;
  private final Objective objective;
  private final Plan plan;
  private final Checkpoints checkpoints;
  private final Progress progress;
  private final PackedParameters parameters;
  private final Optimizer optimizer;
  private final List<Epoch> epochs = new ArrayList<>();
  private Autoencoder.Snapshot kept;
  private int best;
  private long step;
  private double rate = Double.NaN;
  private Pass pass = new Pass();
  private double lossSum;
  private long lossRows;
  private double seconds;
  private boolean complete;
  private String told = "";

  TrainingLoop(
      String name,
      Autoencoder network,
      Objective objective,
      Plan plan,
      Checkpoints checkpoints,
      Progress progress) {
    this.name = name;
    this.network = network;
    this.objective = objective;
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.parameters = new PackedParameters(network.parameters());
    this.optimizer = Optimizers.create(plan.optimizer(), parameters.vector(), plan.learningRate());
  }

  /**
   * Trains the network in place, from where the checkpoint left it if there is one.
   *
   * @throws TrainingException if a loss is not finite
   * @throws TrainingInterruptedException if it was asked to stop
   */
  TrainingHistory run(Samples training, Samples heldOut) {
    progress.stage("train " + name);
    try {
      checkpoints.begin(this);
      if (!epochs.isEmpty()) {
        progress.note(
            "the checkpoint has %d epochs of %s, %,d of at most %,d steps"
                .formatted(epochs.size() - 1, name, step, plan.steps()));
      }
      if (!complete) {
        train(training, heldOut);
      }
      network.training(false);
      complete = true;
      checkpoints.finished(this);
    } finally {
      checkpoints.end();
      if (kept != null) {
        kept.close();
      }
      optimizer.close();
      parameters.close();
    }
    return course().history();
  }

  private void train(Samples training, Samples heldOut) {
    if (epochs.isEmpty()) {
      epochs.add(new Epoch(0, Double.NaN, evaluate(heldOut), plan.learningRate(), 0));
      kept = network.snapshot();
    }
    while (step < plan.steps() && !stale()) {
      told =
          "steps of %d rows; epoch %d, held-out loss %.5g before it"
              .formatted(
                  plan.batchSize(), epochs.size(), epochs.get(epochs.size() - 1).heldOutLoss());
      Epoch epoch = epoch(training, heldOut);
      epochs.add(epoch);
      if (plan.patience() == 0) {
        best = epoch.number();
      } else if (epoch.heldOutLoss() < epochs.get(best).heldOutLoss()) {
        best = epoch.number();
        kept.close();
        kept = network.snapshot();
      }
      tell();
      checkpoints.epochEnded(this);
    }
    if (plan.patience() > 0) {
      network.restore(kept);
    }
  }

  private void tell() {
    progress.step(step, plan.steps(), told);
  }

  private boolean stale() {
    return plan.patience() > 0 && epochs.size() - 1 - best >= plan.patience();
  }

  private Epoch epoch(Samples training, Samples heldOut) {
    network.training(true);
    int number = epochs.size();
    long[] start = {System.nanoTime()};
    training.shuffled(
        plan.batchSize(),
        pass,
        batch -> {
          lossSum += step(number, batch) * batch.size(0);
          lossRows += batch.size(0);
          long now = System.nanoTime();
          seconds += (now - start[0]) / 1e9;
          tell();
          checkpoints.stepped(this);
          start[0] = System.nanoTime();
          return step < plan.steps() && !checkpoints.stopping();
        });
    if (checkpoints.stopping()) {
      throw checkpoints.stopped(this);
    }
    Epoch epoch = new Epoch(number, lossSum / lossRows, evaluate(heldOut), rate(), seconds);
    if (!Double.isFinite(epoch.heldOutLoss())) {
      throw notFinite("held-out loss", epoch.heldOutLoss(), number);
    }
    pass = new Pass();
    lossSum = 0;
    lossRows = 0;
    seconds = 0;
    return epoch;
  }

  private double step(int epoch, Tensor batch) {
    double next = rate();
    if (next != rate) {
      rate = next;
      Optimizers.setRate(optimizer, rate);
    }
    parameters.zeroGradients();
    Tensor loss = objective.training(network, batch, (double) step / plan.steps());
    float value = loss.item_float();
    if (!Float.isFinite(value)) {
      throw notFinite("loss", value, epoch);
    }
    loss.backward();
    if (plan.gradientNorm() < Double.POSITIVE_INFINITY) {
      torch.clip_grad_norm_(parameters.vector(), plan.gradientNorm());
    }
    optimizer.step();
    step++;
    return value;
  }

  private TrainingException notFinite(String what, double value, int epoch) {
    return new TrainingException(
        ("training '%s' stopped: the %s is %s at step %d (epoch %d), expected a finite number;"
                + " lower training.learning_rate (it is %s) or check the data for huge values%s")
            .formatted(
                name, what, value, step + 1, epoch, plan.learningRate(), checkpoints.kept()));
  }

  private double rate() {
    return plan.learningRate() * plan.schedule().factor(step, plan.steps(), epochs);
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

  Autoencoder.Snapshot weights() {
    return network.snapshot();
  }

  Course course() {
    return new Course(
        name,
        complete,
        step,
        epochs,
        best,
        pass.blocks(),
        pass.block(),
        pass.row(),
        lossSum,
        lossRows,
        seconds);
  }

  /** Writes all that goes on needs. */
  void save(OutputArchive archive) {
    Checkpoints.writeText(archive, "course", course());
    try (Autoencoder.Snapshot weights = weights()) {
      weights.save(archive, "weights");
    }
    kept.save(archive, "best");
    OutputArchive state = new OutputArchive(archive.compilation_unit());
    optimizer.save(state);
    archive.write("optimizer", state);
    archive.write("generator", RandomState.now());
    if (pass.generator() != null) {
      archive.write("pass_generator", pass.generator());
    }
  }

  /** Goes back to what was written. */
  void load(InputArchive archive) {
    Course course = Checkpoints.readText(archive, "course", new TypeReference<>() {});
    complete = course.complete();
    step = course.step();
    epochs.addAll(course.epochs());
    best = course.best();
    lossSum = course.lossSum();
    lossRows = course.lossRows();
    seconds = course.seconds();
    try (Autoencoder.Snapshot weights = Autoencoder.Snapshot.load(archive, "weights")) {
      network.restore(weights);
    }
    RandomState.restore(tensor(archive, "generator"));
    if (complete) {
      return;
    }
    kept = Autoencoder.Snapshot.load(archive, "best");
    InputArchive state = new InputArchive();
    archive.read("optimizer", state);
    optimizer.load(state);
    if (!course.blocks().isEmpty()) {
      pass =
          new Pass(
              course.blocks(), course.block(), course.row(), tensor(archive, "pass_generator"));
    }
  }

  private static Tensor tensor(InputArchive archive, String key) {
    Tensor tensor = new Tensor();
    archive.read(key, tensor);
    return tensor.retainReference();
  }
}
