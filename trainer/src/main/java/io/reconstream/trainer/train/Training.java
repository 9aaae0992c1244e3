/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.Scaling;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.network.Architecture;
import io.reconstream.trainer.network.Architectures;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.network.GaussianLatent;
import io.reconstream.trainer.network.Layer;
import io.reconstream.trainer.network.LibTorch;
import io.reconstream.trainer.network.Nonlinearity;
import io.reconstream.trainer.network.Output;
import io.reconstream.trainer.network.PrincipalComponents;
import io.reconstream.trainer.network.Shape;
import io.reconstream.trainer.network.Stack;
import io.reconstream.trainer.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains a model of any type and exports it. */
public final class Training {
  private static final int PASS_BATCH = 4096;

  private final FeatureSpec spec;
  private final Rows training;
  private final Rows heldOut;
  private final TrainingSettings settings;
  private final Checkpoints checkpoints;
  private final Progress progress;
  private final List<TrainingHistory> histories = new ArrayList<>();

  private Training(
      FeatureSpec spec,
      Rows training,
      Rows heldOut,
      TrainingSettings settings,
      Checkpoints checkpoints,
      Progress progress) {
    this.spec = spec;
    this.training = training;
    this.heldOut = heldOut;
    this.settings = settings;
    this.checkpoints = checkpoints;
    this.progress = progress;
  }

  /**
   * Trains, exports and verifies. The same rows and settings give the same bytes on the same
   * machine. One training at a time per process: libtorch has one source of random numbers.
   *
   * @param spec what a row is; F columns
   * @param training the rows (or windows, T rows flattened) to learn from; width F or T * F
   * @param heldOut rows of the same width that decide when to stop, scale the errors, and on which
   *     the graph is compared with the network; a model that {@linkplain ModelConfig#validates()
   *     decides nothing by them} learns from them, too, in the end
   * @param checkpoints where networks that are trained step by step leave their state
   * @throws TrainingException if the loss is not finite, or the graph computes other than the
   *     network
   * @throws TrainingInterruptedException if {@link Checkpoints#stop} was called
   */
  public static TrainedModel train(
      FeatureSpec spec,
      Rows training,
      Rows heldOut,
      ModelConfig model,
      TrainingSettings settings,
      Checkpoints checkpoints,
      Progress progress) {
    synchronized (Training.class) {
      LibTorch.start(settings.seed());
      return new Training(spec, training, heldOut, settings, checkpoints, progress).train(model);
    }
  }

  /** The same without checkpoints. */
  public static TrainedModel train(
      FeatureSpec spec,
      Rows training,
      Rows heldOut,
      ModelConfig model,
      TrainingSettings settings,
      Progress progress) {
    return train(spec, training, heldOut, model, settings, Checkpoints.none(), progress);
  }

  private TrainedModel train(ModelConfig model) {
    if (model instanceof ModelConfig.DenoisingPair pair) {
      return train(pair);
    }
    if (model instanceof ModelConfig.Multiscale multiscale) {
      return train(multiscale);
    }
    Preprocessing preprocessing = preprocessing(model);
    ModelConfig sized = model.sized(preprocessing.units());
    return train(
        sized,
        preprocessing,
        (rows, held) -> {
          try (Samples samples = new Samples(rows, preprocessing)) {
            Autoencoder network = network(sized, preprocessing, samples, held);
            return new AutoencoderDetector(
                network, preprocessing, rows, held, settings.score(), settings.seed());
          }
        });
  }

  /** Trains on rows, looking at held-out ones. */
  private interface Member {
    Detector train(Rows rows, Samples held);
  }

  /** Trimmed, where settings say so, by a first model; then as many members as they say. */
  private TrainedModel train(ModelConfig model, Preprocessing preprocessing, Member member) {
    try (Samples held = new Samples(heldOut, preprocessing)) {
      Rows rows = training;
      if (settings.trim() > 0) {
        try (Detector first = member.train(training, held)) {
          progress.stage("trim");
          rows = Trimmed.of(training, first, settings.trim());
          histories.clear(); // of the networks that are kept alone
        }
      }
      try (Detector detector = members(member, rows, held)) {
        return export(preprocessing, detector, model, null);
      }
    }
  }

  private Detector members(Member member, Rows rows, Samples held) {
    if (settings.members() == 1) {
      return member.train(rows, held);
    }
    List<Detector> members = new ArrayList<>();
    try {
      for (int number = 1; number <= settings.members(); number++) {
        int before = histories.size();
        members.add(member.train(rows, held));
        int of = number;
        histories.subList(before, histories.size()).replaceAll(history -> history.ofMember(of));
      }
      return new EnsembleDetector(members, heldOut);
    } catch (RuntimeException e) {
      members.forEach(Detector::close);
      throw e;
    }
  }

  /** Rows as the output activation can give them; the pixels of images alike. */
  private Preprocessing preprocessing(ModelConfig model) {
    OutputActivation output =
        model instanceof ModelConfig.Linear ? OutputActivation.LINEAR : settings.activation();
    // curves would change what values in 0..1 and pixels mean to each other
    boolean ranges = output == OutputActivation.SIGMOID || model instanceof ModelConfig.Conv2d;
    Map<String, Scaler> ofFeatures = settings.featureScaling();
    checkNames(ofFeatures);
    return Preprocessing.fit(
        spec,
        training,
        feature -> {
          Scaler scaler = ofFeatures.getOrDefault(feature, settings.scaling());
          return scaler == Scaler.AUTO && ranges ? Scaler.MIN_MAX : scaler;
        },
        output);
  }

  private void checkNames(Map<String, Scaler> scalers) {
    List<String> numeric =
        spec.features().stream()
            .filter(feature -> !(feature instanceof CategoryFeature))
            .map(Feature::name)
            .toList();
    List<String> problems =
        scalers.keySet().stream()
            .filter(name -> !numeric.contains(name))
            .map(
                name ->
                    "training.feature_scaling names '%s', expected one of the features that are no categories: %s"
                        .formatted(name, String.join(", ", numeric)))
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private TrainedModel train(ModelConfig.DenoisingPair pair) {
    Preprocessing preprocessing = Preprocessing.fit(spec, training, Scaling.BY_DATA);
    return train(
        pair,
        preprocessing,
        (rows, held) -> {
          try (Samples samples = new Samples(rows, preprocessing)) {
            PairDetector detector =
                new PairDetector(
                    preprocessing, samples, held, pair.hidden(), checkpoints, progress);
            histories.addAll(detector.histories());
            return detector;
          }
        });
  }

  private TrainedModel train(ModelConfig.Multiscale multiscale) {
    progress.stage("fit windows");
    MultiscaleFit all = fit(multiscale, new Joined(training, heldOut));
    MultiscaleFit unseen = fit(multiscale, training);
    MultiscaleDetector detector =
        new MultiscaleDetector(
            all, all.weights(), all.alpha(), unseen.scales(heldOut, all.preprocessing()));
    // the same model, to which the held-out rows are new: their scores make the threshold
    MultiscaleDetector calibrated =
        new MultiscaleDetector(
            unseen, all.weights(), all.alpha(), unseen.scales(heldOut, unseen.preprocessing()));
    byte[] calibratedGraph = export(unseen.preprocessing(), calibrated, multiscale, null).graph();
    TrainedModel model = export(all.preprocessing(), detector, multiscale, detector.smoothing());
    return new TrainedModel(
        model.graph(),
        calibratedGraph,
        model.model(),
        model.histories(),
        model.smoothing(),
        model.scalings());
  }

  private MultiscaleFit fit(ModelConfig.Multiscale multiscale, Rows windows) {
    return new MultiscaleFit(
        Preprocessing.fit(spec, windows, Scaling.MIN_MAX),
        windows,
        multiscale.window(),
        settings.seed());
  }

  private Autoencoder network(
      ModelConfig model, Preprocessing preprocessing, Samples samples, Samples held) {
    int units = preprocessing.units();
    if (model instanceof ModelConfig.Linear linear) {
      try (PrincipalComponents components = new PrincipalComponents(units)) {
        samples.ordered(PASS_BATCH, (first, batch) -> components.add(batch.narrow(1, 0, units)));
        return components
            .fit()
            .autoencoder(preprocessing.inputWidth(), linear.latent(), linear.tied());
      }
    }
    LossCheck.run(settings, spec, preprocessing, training);
    Criterion loss = Criterion.of(settings.loss(), preprocessing);
    Output output = new Output(settings.activation(), preprocessing);
    Shape shape = new Shape(samples.windowLength(), preprocessing.inputWidth(), units);
    if (model instanceof ModelConfig.Stacked stacked) {
      return train(stacked, shape, loss, output, samples, held);
    }
    ModelConfig.Network layered = (ModelConfig.Network) model;
    Architecture architecture = Architectures.of(layered, shape);
    List<Penalty> penalties = new ArrayList<>();
    Autoencoder network;
    if (layered.beta() > 0) {
      GaussianLatent latent = new GaussianLatent(architecture.features(), architecture.latent());
      network = architecture.variational(latent).followedBy(output);
      penalties.add(
          Penalty.divergence(layered.beta() / (shape.rows() * units), settings.klWarmUp(), latent));
    } else {
      network = architecture.deterministic().followedBy(output);
    }
    if (layered.regularisation().targetActivation() > 0) {
      network = network.codedBy(new Nonlinearity(Activation.SIGMOID));
    }
    Objective objective = objective(layered, loss, network, penalties, units);
    histories.add(
        loop(layered.type(), network, objective, Plan.of(settings, samples)).run(samples, held));
    return network;
  }

  /** Each level by itself, from the outermost in, then all of them. */
  private Autoencoder train(
      ModelConfig.Stacked model,
      Shape shape,
      Criterion loss,
      Output output,
      Samples samples,
      Samples held) {
    if (model.regularisation().targetActivation() > 0) {
      throw new InvalidInputException(
          "model.regularisation.target_activation is %s, expected 0 with model.type stacked, whose levels are linear"
              .formatted(model.regularisation().targetActivation()));
    }
    Stack stack =
        new Stack(
            shape,
            model.layers(),
            Architectures.hidden(model.activation(), model.normalisation(), model));
    Plan plan = Plan.of(settings, samples);
    long steps = model.pretraining() * samples.batches(settings.batchSize());
    for (int level = 0; level < stack.levels(); level++) {
      Layer below = stack.below(level);
      try (Samples seen = samples.seen(below);
          Samples heldSeen = held.seen(below);
          Autoencoder network =
              level == 0 ? stack.level(0).followedBy(output) : stack.level(level)) {
        // what a hidden layer gives is no data, whatever the loss of the rows
        Criterion ofLevel = level == 0 ? loss : Criterion.of(Loss.MSE);
        Objective objective = objective(model, ofLevel, network, List.of(), stack.units(level));
        histories.add(
            loop("layer " + (level + 1), network, objective, plan.withSteps(steps))
                .run(seen, heldSeen));
      }
    }
    Autoencoder whole = stack.whole().followedBy(output);
    Objective objective = objective(model, loss, whole, List.of(), shape.units());
    histories.add(loop(model.type(), whole, objective, plan).run(samples, held));
    return whole;
  }

  private static Objective objective(
      ModelConfig.Network model,
      Criterion loss,
      Autoencoder network,
      List<Penalty> own,
      int units) {
    Regularisation regularisation = model.regularisation();
    List<Penalty> penalties = new ArrayList<>(own);
    if (regularisation.l1() > 0 || regularisation.l2() > 0) {
      penalties.add(new WeightPenalty(network, regularisation.l1(), regularisation.l2()));
    }
    return Objective.of(loss, regularisation, penalties, units);
  }

  private TrainingLoop loop(String name, Autoencoder network, Objective objective, Plan plan) {
    return new TrainingLoop(name, network, objective, plan, checkpoints, progress);
  }

  private TrainedModel export(
      Preprocessing preprocessing, Detector detector, ModelConfig model, Smoothing smoothing) {
    progress.stage("export");
    ScoringGraph graph =
        new ScoringGraph(
            preprocessing, heldOut.width() / preprocessing.columns(), detector::export);
    new ParityCheck(detector, graph.toProbe()).run(heldOut);
    byte[] exported = graph.toModel();
    Map<String, String> scalings = new LinkedHashMap<>();
    for (int i = 0; i < preprocessing.columns(); i++) {
      if (!preprocessing.blocks().get(i).category()) {
        scalings.put(spec.columns().get(i), preprocessing.scalings().get(i));
      }
    }
    return new TrainedModel(exported, exported, model, histories, smoothing, scalings);
  }
}
