/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.Provenance;
import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a bundle is, as text for a terminal. */
public final class BundleText {
  private static final int MOST_LEVELS = 12;
  private static final double[] RATES = {0.01, 0.001, 0.0001};

  private final StringBuilder text = new StringBuilder();

  private BundleText() {}

  /**
   * @param latentWidth K, 0 where the bundle's graph does not give its latent
   */
  public static String of(Bundle bundle, int latentWidth) {
    return new BundleText().describe(bundle, latentWidth);
  }

  private String describe(Bundle bundle, int latentWidth) {
    BundleMetadata metadata = bundle.metadata();
    line("%s %s", metadata.name(), metadata.version());
    entry("file", bundle.origin());
    entry("hash", bundle.hash());
    entry("signature", bundle.signature().map(by -> "by the key " + by.keyId()).orElse("none"));
    entry("size", "%,d bytes", bundle.bytes().length);
    entry("cost", "%,d multiply-adds a row", GraphCost.multiplyAdds(bundle.bytes()));
    entry("format", "%d", metadata.formatVersion());
    entry(
        "scores",
        metadata.window() == null
            ? "single rows"
            : "windows of %d rows, warm-up %s"
                .formatted(metadata.window().length(), metadata.window().warmUp()));
    entry(
        "latent",
        latentWidth == 0
            ? "none"
            : Compression.of(metadata.windowLength() * metadata.features().width(), latentWidth)
                .toString());
    if (metadata.smoothing() != null) {
      entry("smoothing", metadata.smoothing().toString());
    }
    threshold(metadata.threshold(), metadata.distribution());
    entry("golden rows", "%d", metadata.golden().rows().size());
    features(metadata.features().features(), metadata.provenance().scalings());
    provenance(metadata.provenance());
    return text.toString();
  }

  private void threshold(Threshold threshold, ScoreDistribution distribution) {
    entry(
        "threshold",
        "%s by %s%s",
        ReportText.number(threshold.value()),
        threshold.method(),
        Double.isNaN(threshold.budget()) ? "" : " of " + ReportText.percent(threshold.budget()));
    entry("calibrated", "on %,d rows", distribution.count());
    for (double rate : RATES) {
      entry(
          "",
          "%s of normal rows score above %s",
          ReportText.percent(rate),
          ReportText.number(distribution.threshold(rate)));
    }
  }

  private void features(List<Feature> features, Map<String, String> scalings) {
    line("");
    line("  %-28s %-10s %-10s %s", "feature", "type", "", "field");
    for (Feature feature : features) {
      line(
          "  %-28s %-10s %-10s %s%s%s",
          feature.name(),
          type(feature),
          feature.required() ? "required" : "optional",
          feature.field(),
          detail(feature),
          scaled(feature, scalings));
    }
  }

  private static String scaled(Feature feature, Map<String, String> scalings) {
    String scaling = scaling(feature, scalings);
    return scaling.isEmpty() ? "" : ", scaled: " + scaling;
  }

  /**
   * What the columns of a feature are scaled by; empty of a category, and where nobody knows.
   *
   * @param scalings by column
   */
  public static String scaling(Feature feature, Map<String, String> scalings) {
    return feature.columns().stream()
        .map(scalings::get)
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String type(Feature feature) {
    if (feature instanceof NumericFeature) {
      return "numeric";
    } else if (feature instanceof BooleanFeature) {
      return "boolean";
    } else if (feature instanceof CategoryFeature) {
      return "category";
    }
    return "timestamp";
  }

  private static String detail(Feature feature) {
    if (feature instanceof TimestampFeature timestamp) {
      return ", " + timestamp.cycle().name().toLowerCase(Locale.ROOT);
    }
    if (feature instanceof CategoryFeature category) {
      List<String> levels = category.levels();
      List<String> shown = levels.subList(0, Math.min(MOST_LEVELS, levels.size()));
      return ", %d levels: %s%s"
          .formatted(
              levels.size(), String.join(", ", shown), levels.size() > MOST_LEVELS ? ", ..." : "");
    }
    return "";
  }

  private void provenance(Provenance provenance) {
    line("");
    entry("created", provenance.createdAt());
    entry("sources", String.join(", ", provenance.sources()));
    entry("data hash", provenance.dataHash());
    entry("rows", "%,d trained, %,d held out", provenance.trainingRows(), provenance.heldOutRows());
    entry("seed", "%d", provenance.seed());
    sorted(provenance.libraries()).forEach((name, version) -> entry(name, version));
    sorted(provenance.metrics()).forEach((name, value) -> entry(name, ReportText.number(value)));
    line("");
    provenance.configuration().lines().forEach(each -> line("  %s", each));
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return new TreeMap<>(map);
  }

  private void entry(String name, String format, Object... arguments) {
    entry(name, String.format(Locale.ROOT, format, arguments));
  }

  private void entry(String name, String value) {
    line("  %-18s %s", name, value);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
        .append(System.lineSeparator());
  }
}
