/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.TimestampFeature.Cycle;
import io.reconstream.trainer.config.DataConfig.TrainOn;
import io.reconstream.trainer.config.ThresholdConfig.Method;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a {@link TrainingConfig}; here every key is declared with its default, those of {@code
 * training} as {@link TrainingSettings#builder()} has them.
 */
public final class TrainingConfigReader {
  /** The texts that mean "no value" in a CSV file unless {@code data.missing} says otherwise. */
  public static final List<String> MISSING =
      List.of("NA", "N/A", "NaN", "nan", "null", "NULL", "None");

  private final List<String> problems = new ArrayList<>();

  private TrainingConfigReader() {}

  /**
   * Reads a file.
   *
   * @param overrides dotted keys to YAML values that replace what the file says
   * @throws InvalidInputException with every problem that was found
   */
  public static TrainingConfig read(Path file, Map<String, String> overrides) {
    TrainingConfig config = parse(text(file), file.toString(), overrides);
    return overrides.containsKey("data.files")
        ? config
        : config.withFiles(relativeTo(file, config.data().files()));
  }

  /**
   * The text of a configuration file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("there is no configuration file '%s'".formatted(file), e);
    } catch (MalformedInputException e) {
      throw new InvalidInputException(
          "configuration file '%s' is not UTF-8 text".formatted(file), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "configuration file '%s' cannot be read: %s".formatted(file, e), e);
    }
  }

  /** Reads a text; files that it names are relative to the working directory. */
  public static TrainingConfig parse(String yaml, String origin, Map<String, String> overrides) {
    YamlTree tree = YamlTree.parse(yaml, origin);
    new LinkedHashMap<>(overrides).forEach((key, value) -> tree.set(key, value, "--set " + key));
    TrainingConfigReader reader = new TrainingConfigReader();
    TrainingConfig config = reader.read(new Section(tree, tree.root(), "", reader.problems));
    if (!reader.problems.isEmpty()) {
      throw new InvalidInputException(reader.problems);
    }
    return config;
  }

  /** Files as named in a configuration file: relative to its folder. */
  static List<String> relativeTo(Path file, List<String> names) {
    Path folder = file.toAbsolutePath().getParent();
    Path here = Path.of("").toAbsolutePath();
    if (folder.equals(here)) {
      return names;
    }
    // Globs are no valid paths everywhere, so they are joined as text.
    String prefix =
        folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    return names.stream()
        .map(
            name ->
                Path.of(name.replaceAll("[*?\\[\\]{}]", "_")).isAbsolute()
                    ? name
                    : prefix + "/" + name)
        .toList();
  }

  private TrainingConfig read(Section root) {
    String name = root.required("name", "pump");
    String version = root.text("version", "1");
    DataConfig data = data(root.section("data"));
    List<FeatureConfig> features = features(root);
    ModelConfig model = model(root.section("model"));
    TrainingSettings training = training(root.section("training"), model);
    TrainingConfig config =
        new TrainingConfig(
            name, version, data, features, model, training, threshold(root.section("threshold")));
    root.end();
    if (config.data().label() == null) {
      String needs = "'%s' only with data.label, the column that tells anomalies";
      if (config.data().trainOn() == TrainOn.NORMAL) {
        problems.add("data.train_on is 'normal', expected " + needs.formatted("normal"));
      }
      if (config.threshold().method() == Method.BEST_F1) {
        problems.add("threshold.method is 'best_f1', expected " + needs.formatted("best_f1"));
      }
    }
    boolean variational =
        config.model() instanceof ModelConfig.Network network && network.beta() > 0;
    if (config.training().score() == ScoreFunction.RECONSTRUCTION_PROBABILITY && !variational) {
      problems.add(
          "training.score is 'reconstruction_probability', expected it only with a variational network: model.type variational, or another with model.beta above 0, but model.type is '%s'"
              .formatted(config.model().type()));
    }
    double heldOut = config.training().validation() + config.threshold().calibration();
    if (heldOut > 0.8) {
      problems.add(
          "training.validation and threshold.calibration keep %s of the rows, expected at most 0.8 in all"
              .formatted(heldOut));
    }
    return config;
  }

  private DataConfig data(Section section) {
    DataConfig data =
        new DataConfig(
            section.texts("files", List.of()),
            section.text("time", null),
            section.text("key", null),
            section.text("label", null),
            section.choice("train_on", TrainOn.class, TrainOn.ALL),
            section.map("where"),
            section.texts("exclude", List.of()),
            section.texts("missing", MISSING),
            section.integer("max_levels", 100, 2, 10_000),
            section.choice("constant", DataConfig.Constant.class, DataConfig.Constant.DROP));
    section.end();
    if (data.files().isEmpty()) {
      section.refuse("files", "", "a file or glob such as data/*.csv, or a list of them");
    }
    return data;
  }

  private List<FeatureConfig> features(Section root) {
    List<FeatureConfig> features = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<JsonNode> nodes = root.nodes("features");
    for (int i = 0; i < nodes.size(); i++) {
      String key = "features[%d]".formatted(i);
      JsonNode node = nodes.get(i);
      FeatureConfig feature;
      if (node instanceof ObjectNode object) {
        feature = feature(root.element("features", i, object));
      } else if (node.isTextual()) {
        feature =
            new FeatureConfig(node.textValue(), node.textValue(), FeatureConfig.Type.AUTO, null);
      } else {
        root.refuse(key, node, "a column's name, or name, field and type");
        continue;
      }
      if (feature.name() != null && !names.add(feature.name())) {
        root.refuse(key, node, "a name that no other feature has");
      }
      features.add(feature);
    }
    return features;
  }

  private FeatureConfig feature(Section section) {
    String name = section.required("name", "hour");
    String field = section.text("field", name);
    FeatureConfig.Type type =
        section.choice("type", FeatureConfig.Type.class, FeatureConfig.Type.AUTO);
    Cycle cycle = section.choice("cycle", Cycle.class, null);
    section.end();
    if (type == FeatureConfig.Type.TIMESTAMP && cycle == null) {
      section.refuse("cycle", "", "one of " + Choices.list(Cycle.class));
    }
    if (type != FeatureConfig.Type.TIMESTAMP && cycle != null) {
      section.refuse("cycle", Choices.text(cycle), "a cycle only with type: timestamp");
    }
    return new FeatureConfig(name, field, type, cycle);
  }

  private ModelConfig model(Section section) {
    String type = section.text("type", "denoising_pair");
    ModelConfig model =
        switch (type) {
          case "denoising_pair" ->
              new ModelConfig.DenoisingPair(section.integer("hidden", 128, 1, 100_000));
          case "multiscale" -> new ModelConfig.Multiscale(section.integer("window", 64, 2, 10_000));
          case "linear" ->
              new ModelConfig.Linear(
                  section.integer("latent", 0, 0, 100_000), section.flag("tied", false));
          case "dense" ->
              new ModelConfig.Dense(
                  layers(section),
                  decoder(section),
                  activation(section, Activation.TANH),
                  normalisation(section),
                  window(section),
                  regularisation(section));
          case "variational" ->
              new ModelConfig.Variational(
                  layers(section),
                  decoder(section),
                  activation(section, Activation.TANH),
                  normalisation(section),
                  section.positive("beta", 0.1, Double.MAX_VALUE),
                  window(section),
                  regularisation(section));
          case "conv1d" -> conv1d(section);
          case "conv2d" -> conv2d(section);
          case "lstm" ->
              new ModelConfig.Lstm(
                  recurrentLayers(section),
                  latent(section),
                  section.weight("beta", 0),
                  sequence(section),
                  regularisation(section));
          case "gru" ->
              new ModelConfig.Gru(
                  recurrentLayers(section),
                  latent(section),
                  section.weight("beta", 0),
                  sequence(section),
                  regularisation(section));
          case "transformer" -> transformer(section);
          case "stacked" ->
              new ModelConfig.Stacked(
                  layers(section),
                  section.integer("pretraining", 10, 1, 100_000),
                  activation(section, Activation.TANH),
                  normalisation(section),
                  window(section),
                  regularisation(section));
          default -> null;
        };
    if (model == null) {
      section.refuse("type", type, "one of " + String.join(", ", ModelConfig.types()));
      return new ModelConfig.DenoisingPair(128);
    }
    section.end();
    return model;
  }

  private static List<Integer> layers(Section section) {
    return section.integers("layers", List.of(), 1, 100_000);
  }

  private static List<Integer> decoder(Section section) {
    return section.integers("decoder", null, 1, 100_000);
  }

  private static Activation activation(Section section, Activation defaultValue) {
    return section.choice("activation", Activation.class, defaultValue);
  }

  private static Normalisation normalisation(Section section) {
    return section.choice("normalisation", Normalisation.class, Normalisation.NONE);
  }

  private static ModelConfig conv1d(Section section) {
    ModelConfig.Conv1d model =
        new ModelConfig.Conv1d(
            filters(section, List.of(16, 8)),
            kernel(section, 5),
            stride(section),
            section.choice("upsampling", Upsampling.class, Upsampling.NEAREST),
            latent(section),
            activation(section, Activation.RELU),
            normalisation(section),
            section.weight("beta", 0),
            sequence(section),
            regularisation(section));
    fits(section, "window", model.window(), model.stride(), model.filters().size());
    if (model.kernel() > 2 * model.window()) {
      section.refuse("kernel", model.kernel(), "at most twice the window of " + model.window());
    }
    return model;
  }

  private static ModelConfig conv2d(Section section) {
    ModelConfig.Conv2d model =
        new ModelConfig.Conv2d(
            section.integer("height", 0, 1, 4096),
            section.integer("width", 0, 1, 4096),
            section.integer("channels", 1, 1, 4096),
            filters(section, List.of(16, 32)),
            kernel(section, 3),
            stride(section),
            section.choice("upsampling", Upsampling.class, Upsampling.NEAREST),
            latent(section),
            activation(section, Activation.RELU),
            normalisation(section),
            section.weight("beta", 0),
            regularisation(section));
    for (String side : List.of("height", "width")) {
      int places = side.equals("height") ? model.height() : model.width();
      if (!section.has(side)) {
        section.refuse(side, "", "the %s of the images that the rows hold".formatted(side));
      } else if (places > 0) {
        fits(section, side, places, model.stride(), model.filters().size());
      }
    }
    return model;
  }

  private static ModelConfig transformer(Section section) {
    ModelConfig.Transformer model =
        new ModelConfig.Transformer(
            section.integer("width", 32, 1, 4096),
            section.integer("heads", 4, 1, 4096),
            section.integer("blocks", 1, 1, 64),
            latent(section),
            activation(section, Activation.GELU),
            section.weight("beta", 0),
            sequence(section),
            regularisation(section));
    if (model.width() % model.heads() != 0) {
      section.refuse("heads", model.heads(), "a divisor of model.width, which is " + model.width());
    }
    return model;
  }

  private static List<Integer> recurrentLayers(Section section) {
    List<Integer> layers = section.integers("layers", List.of(32), 1, 4096);
    if (!layers.isEmpty()) {
      return layers;
    }
    section.refuse("layers", "[]", "at least one recurrent layer");
    return List.of(32);
  }

  /** The window of a network that is for windows only. */
  private static int sequence(Section section) {
    return section.integer("window", 64, 2, 10_000);
  }

  private static List<Integer> filters(Section section, List<Integer> defaultValue) {
    List<Integer> filters = section.integers("filters", defaultValue, 1, 4096);
    if (!filters.isEmpty()) {
      return filters;
    }
    section.refuse("filters", "[]", "at least one convolution");
    return defaultValue;
  }

  private static int kernel(Section section, int defaultValue) {
    int kernel = section.integer("kernel", defaultValue, 1, 101);
    if (kernel % 2 == 0) {
      section.refuse("kernel", kernel, "an odd integer from 1 to 101");
    }
    return kernel;
  }

  private static int stride(Section section) {
    return section.integer("stride", 2, 1, 16);
  }

  private static int latent(Section section) {
    return section.integer("latent", 0, 0, 100_000);
  }

  /** Every convolution needs as many places as its stride. */
  private static void fits(Section section, String key, int places, int stride, int convolutions) {
    double fewest = Math.pow(stride, convolutions);
    if (places < fewest) {
      section.refuse(
          key,
          places,
          "at least %.0f for the %d convolutions of stride %d that 'filters' and 'stride' ask for"
              .formatted(fewest, convolutions, stride));
    }
  }

  private static int window(Section section) {
    return section.integer("window", 1, 1, 10_000);
  }

  private static Regularisation regularisation(Section model) {
    Section section = model.section("regularisation");
    Regularisation regularisation =
        new Regularisation(
            section.choice("noise", Regularisation.Noise.class, Regularisation.Noise.NONE),
            section.weight("level", 0.1),
            section.weight("sparsity", 0),
            section.weight("contraction", 0),
            section.weight("l1", 0),
            section.weight("l2", 0),
            section.share("dropout", 0),
            section.share("target_activation", 0));
    section.end();
    if (regularisation.targetActivation() > 0 && regularisation.sparsity() == 0) {
      section.refuse(
          "sparsity", "0", "a weight above 0 with target_activation, which it is the weight of");
    }
    return regularisation;
  }

  private TrainingSettings training(Section section, ModelConfig model) {
    TrainingSettings defaults = TrainingSettings.builder().build();
    TrainingSettings settings =
        TrainingSettings.builder()
            .optimizer(section.choice("optimizer", Optimizer.class, defaults.optimizer()))
            .learningRate(section.positive("learning_rate", defaults.learningRate(), 10))
            .batchSize(section.integer("batch_size", defaults.batchSize(), 1, 1_000_000))
            .epochs(section.integer("epochs", defaults.epochs(), 1, 1_000_000))
            .patience(section.integer("patience", defaults.patience(), 1, 1_000_000))
            .validation(section.positive("validation", defaults.validation(), 0.5))
            .seed(section.integer("seed", defaults.seed()))
            .loss(section.choice("loss", Loss.class, defaults.loss()))
            .schedule(
                section.choice("schedule", TrainingSettings.Schedule.class, defaults.schedule()))
            .gradientNorm(section.weight("gradient_norm", defaults.gradientNorm()))
            .output(section.choice("output", OutputActivation.class, defaults.output()))
            .trim(
                section.share(
                    "trim", model instanceof ModelConfig.DenoisingPair ? 0.01 : defaults.trim()))
            .score(section.choice("score", ScoreFunction.class, defaults.score()))
            .warmUp(section.share("warm_up", defaults.warmUp()))
            .decay(section.positive("decay", defaults.decay(), 1))
            .decayEpochs(section.integer("decay_epochs", defaults.decayEpochs(), 1, 1_000_000))
            .klWarmUp(section.share("kl_warm_up", defaults.klWarmUp()))
            .scaling(section.choice("scaling", Scaler.class, defaults.scaling()))
            .featureScaling(section.choices("feature_scaling", Scaler.class))
            .members(section.integer("members", defaults.members(), 1, 100))
            .build();
    section.end();
    if (settings.members() > 1 && !model.varies()) {
      section.refuse(
          "members",
          Integer.toString(settings.members()),
          "1 with model.type %s, which has no chance in it".formatted(model.type()));
    }
    if (!settings.loss().outputs().contains(settings.activation())) {
      section.refuse(
          "output",
          settings.output().toString(),
          "auto or %s, which fit training.loss %s"
              .formatted(
                  settings.loss().outputs().stream()
                      .map(OutputActivation::toString)
                      .collect(Collectors.joining(", ")),
                  settings.loss()));
    }
    if (settings.activation() == OutputActivation.SIGMOID) {
      inRange(section, "scaling", settings.scaling());
      settings
          .featureScaling()
          .forEach((feature, scaler) -> inRange(section, "feature_scaling." + feature, scaler));
    }
    return settings;
  }

  /** A sigmoid gives values between 0 and 1 alone. */
  private static void inRange(Section section, String key, Scaler scaler) {
    if (scaler == Scaler.STANDARD || scaler == Scaler.ROBUST) {
      section.refuse(
          key,
          scaler.toString(),
          "auto, min_max, log or quantile, which range from 0 to 1 as the output does");
    }
  }

  static ThresholdConfig threshold(Section section) {
    ThresholdConfig threshold =
        new ThresholdConfig(
            section.choice("method", Method.class, Method.BUDGET),
            section.positive("rate", 0.001, 0.5),
            section.positive("k", 3, Double.MAX_VALUE),
            section.positive("calibration", 0.1, 0.5));
    section.end();
    return threshold;
  }
}
