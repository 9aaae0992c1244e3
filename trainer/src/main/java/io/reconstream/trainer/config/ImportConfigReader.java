/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.feature.TimestampFeature.Cycle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an {@link ImportConfig}; here every key is declared with its default. */
public final class ImportConfigReader {
  private final List<String> problems = new ArrayList<>();

  private ImportConfigReader() {}

  /**
   * Reads a file.
   *
   * @param files the data, relative to the working directory; empty for those that the file names
   * @throws InvalidInputException with every problem that was found
   */
  public static ImportConfig read(Path file, List<String> files) {
    ImportConfig config = parse(TrainingConfigReader.text(file), file.toString(), files);
    return files.isEmpty()
        ? new ImportConfig(
            config.name(),
            config.version(),
            config.data().withFiles(TrainingConfigReader.relativeTo(file, config.data().files())),
            config.features(),
            config.scaling(),
            config.threshold(),
            config.yaml())
        : config;
  }

  /** Reads a text; files that it names are relative to the working directory. */
  static ImportConfig parse(String yaml, String origin, List<String> files) {
    YamlTree tree = YamlTree.parse(yaml, origin);
    ImportConfigReader reader = new ImportConfigReader();
    ImportConfig config =
        reader.read(new Section(tree, tree.root(), "", reader.problems), yaml, files);
    if (!reader.problems.isEmpty()) {
      throw new InvalidInputException(reader.problems);
    }
    return config;
  }

  private ImportConfig read(Section root, String yaml, List<String> files) {
    ImportConfig config =
        new ImportConfig(
            root.required("name", "boiler"),
            root.text("version", "1"),
            data(root.section("data"), files),
            features(root),
            root.choice("scaling", ImportConfig.Scaling.class, ImportConfig.Scaling.NONE),
            TrainingConfigReader.threshold(root.section("threshold")),
            yaml);
    root.end();
    if (config.features().isEmpty()) {
      problems.add(
          "features is missing, expected the graph's columns in order, such as [temperature, pressure]");
    }
    if (config.threshold().method() == ThresholdConfig.Method.BEST_F1) {
      problems.add("threshold.method is 'best_f1', expected another: the data have no labels");
    }
    return config;
  }

  private DataConfig data(Section section, List<String> files) {
    List<String> named = section.texts("files", List.of());
    Map<String, String> where = new LinkedHashMap<>(section.map("where"));
    List<String> missing = section.texts("missing", TrainingConfigReader.MISSING);
    section.end();
    if (named.isEmpty() && files.isEmpty()) {
      problems.add("data.files is missing, expected files here or by --data");
    }
    return DataConfig.scored(files.isEmpty() ? named : files, null, null, where, missing);
  }

  private List<ImportConfig.Input> features(Section root) {
    List<ImportConfig.Input> features = new ArrayList<>();
    List<JsonNode> nodes = root.nodes("features");
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      if (node instanceof ObjectNode object) {
        feature(root.element("features", i, object), features);
      } else if (node.isTextual()) {
        String name = node.textValue();
        path(root, "features[%d]".formatted(i), name)
            .ifPresent(
                path ->
                    features.add(
                        new ImportConfig.Input(new NumericFeature(name, path, true), null, null)));
      } else {
        root.refuse(
            "features[%d]".formatted(i), node, "a column's name, or name, field, type and scale");
      }
    }
    return features;
  }

  private void feature(Section section, List<ImportConfig.Input> features) {
    String name = section.required("name", "temperature");
    String field = section.text("field", name);
    FeatureConfig.Type type =
        section.choice("type", FeatureConfig.Type.class, FeatureConfig.Type.NUMERIC);
    boolean required = section.flag("required", true);
    Cycle cycle = section.choice("cycle", Cycle.class, null);
    Double shift = section.has("shift") ? (Double) section.number("shift", 0) : null;
    Double scale =
        section.has("scale") ? (Double) section.positive("scale", 1, Double.MAX_VALUE) : null;
    section.end();
    if ((shift == null) != (scale == null)) {
      section.refuse(
          shift == null ? "shift" : "scale",
          "",
          "a number, as the other of shift and scale is given");
    }
    if (type == FeatureConfig.Type.TIMESTAMP && cycle == null) {
      section.refuse("cycle", "", "one of " + Choices.list(Cycle.class));
    }
    if (name == null) {
      return;
    }
    path(section, "field", field)
        .flatMap(path -> typed(section, type, name, path, required, cycle))
        .ifPresent(feature -> features.add(new ImportConfig.Input(feature, shift, scale)));
  }

  private static Optional<Feature> typed(
      Section section,
      FeatureConfig.Type type,
      String name,
      FieldPath path,
      boolean required,
      Cycle cycle) {
    return switch (type) {
      case NUMERIC -> Optional.of(new NumericFeature(name, path, required));
      case BOOLEAN -> Optional.of(new BooleanFeature(name, path, required));
      case TIMESTAMP ->
          Optional.ofNullable(cycle).map(each -> new TimestampFeature(name, path, required, each));
      case AUTO, CATEGORY -> {
        section.refuse("type", Choices.text(type), "one of numeric, boolean, timestamp");
        yield Optional.empty();
      }
    };
  }

  private static Optional<FieldPath> path(Section section, String key, String field) {
    for (String spelling : List.of(field, FieldPath.avroName(field.strip()))) {
      try {
        return Optional.of(FieldPath.parse(spelling));
      } catch (IllegalArgumentException e) {
        // not a path as it stands: perhaps a column's name of other characters
      }
    }
    section.refuse(key, field, "a column's name or a path such as machine.sensors[2].value");
    return Optional.empty();
  }
}
