/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.FeatureConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides from a column's values what feature it is. A column that the user did not name and that
 * makes no feature is dropped with a note; one that was named is a problem, unless it merely has a
 * single value.
 */
final class FeatureInference {

  /**
   * A column that may become a feature.
   *
   * @param config what the user says of it
   * @param field where its values are
   * @param named whether the user named it
   */
  record Candidate(FeatureConfig config, FieldPath field, boolean named) {}

  private final int maxLevels;
  private final DataConfig.Constant constant;
  private final List<String> notes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  FeatureInference(int maxLevels, DataConfig.Constant constant) {
    this.maxLevels = maxLevels;
    this.constant = constant;
  }

  List<String> notes() {
    return notes;
  }

  List<String> problems() {
    return problems;
  }

  /** A profile that keeps as many levels as the decision about this candidate takes. */
  ColumnProfile profile(Candidate candidate) {
    boolean category = candidate.config().type() == FeatureConfig.Type.CATEGORY;
    return new ColumnProfile(category ? Integer.MAX_VALUE : maxLevels);
  }

  Optional<Feature> infer(Candidate candidate, ColumnProfile profile) {
    String name = candidate.config().name();
    if (profile.isEmpty()) {
      return refuse(candidate, "has no value in any row");
    }
    if (profile.isConstant() && constant == DataConfig.Constant.DROP) {
      notes.add("dropped '%s': its only value is %s".formatted(name, profile.first()));
      return Optional.empty();
    }
    FieldPath field = candidate.field();
    boolean required = profile.isRequired();
    return switch (candidate.config().type()) {
      case AUTO -> guess(candidate, profile);
      case NUMERIC -> numeric(candidate, profile);
      case CATEGORY -> category(candidate, profile);
      case TIMESTAMP ->
          Optional.of(new TimestampFeature(name, field, required, candidate.config().cycle()));
      case BOOLEAN ->
          profile.allTruths()
              ? Optional.of(new BooleanFeature(name, field, required))
              : refuse(
                  candidate, "has values other than true and false, such as " + other(profile));
    };
  }

  private static Object other(ColumnProfile profile) {
    return profile.firstText() == null ? profile.first() : profile.firstText();
  }

  private Optional<Feature> guess(Candidate candidate, ColumnProfile profile) {
    String name = candidate.config().name();
    if (profile.allTruths()) {
      return Optional.of(new BooleanFeature(name, candidate.field(), profile.isRequired()));
    }
    if (profile.allMoments()) {
      return refuse(
          candidate, "holds moments; to use one, name it with type: timestamp and a cycle");
    }
    if (profile.countsUp() && !candidate.named()) {
      return refuse(candidate, "counts up from row to row, as an id does; to use it, name it");
    }
    if (profile.allNumbers() || profile.mostlyNumbers()) {
      return numeric(candidate, profile);
    }
    if (profile.tooManyLevels()) {
      return refuse(
          candidate,
          "has more than %d different texts, as an id does; to use the most frequent, name it with type: category"
              .formatted(maxLevels));
    }
    return category(candidate, profile);
  }

  private Optional<Feature> numeric(Candidate candidate, ColumnProfile profile) {
    String name = candidate.config().name();
    if (!profile.allNumbers()) {
      problems.add(
          "%s: '%s' is '%s', expected a number; if it means no value, add it to data.missing; if the column is a category, name it with type: category"
              .formatted(profile.firstTextPosition(), name, other(profile)));
      return Optional.empty();
    }
    if (profile.infinitePosition() != null) {
      problems.add(
          "%s: '%s' is %s, expected a finite number within the float range"
              .formatted(profile.infinitePosition(), name, profile.infinite()));
      return Optional.empty();
    }
    return Optional.of(new NumericFeature(name, candidate.field(), profile.isRequired()));
  }

  private Optional<Feature> category(Candidate candidate, ColumnProfile profile) {
    String name = candidate.config().name();
    List<String> levels = profile.levels();
    if (levels.size() > maxLevels) {
      notes.add(
          "'%s' has %d levels; the %d most frequent are kept, the others count as unseen"
              .formatted(name, levels.size(), maxLevels));
      levels = levels.subList(0, maxLevels);
    }
    return Optional.of(new CategoryFeature(name, candidate.field(), profile.isRequired(), levels));
  }

  private Optional<Feature> refuse(Candidate candidate, String reason) {
    String name = candidate.config().name();
    if (candidate.named()) {
      problems.add("feature '%s' %s".formatted(name, reason));
    } else {
      notes.add("dropped '%s': it %s".formatted(name, reason));
    }
    return Optional.empty();
  }
}
