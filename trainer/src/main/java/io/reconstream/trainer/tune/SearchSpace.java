/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reconstream.trainer.config.TrainingConfig;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The sizes around a configuration that are worth a trial, as configuration keys with values. What
 * varies is what the model has: {@code latent} or {@code layers} or {@code hidden}, {@code window},
 * and the learning rate where it has an {@code activation}, which no model of a closed form has.
 *
 * <p>No latent is wider than half of the row: one as wide as the row reconstructs everything by
 * copying it.
 */
public final class SearchSpace {
  private static final int LARGEST_LAYER = 1024;
  private static final List<Integer> HIDDEN = List.of(16, 32, 64, 128, 256);
  private static final List<Integer> FIRST_LAYER_FACTORS = List.of(1, 2, 4, 8);
  private static final List<Double> RATE_FACTORS = List.of(0.3, 1.0, 3.0);

  private final JsonNode model;
  private final double learningRate;
  private final int width;

  /**
   * @param width the numbers of a row
   */
  public SearchSpace(TrainingConfig config, int width) {
    try {
      this.model = new YAMLMapper().readTree(config.toYaml()).get("model");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration that was written cannot be read", e);
    }
    this.learningRate = config.training().learningRate();
    this.width = width;
  }

  /**
   * Candidates in random order, after the configuration as it is (no keys): random search (Bergstra
   * and Bengio, 2012) without repetition.
   *
   * @param limit how many at most
   */
  public List<Map<String, String>> candidates(int limit, long seed) {
    Set<Map<String, String>> all = new LinkedHashSet<>();
    for (String latent : sizes()) {
      for (String window : windows()) {
        for (String rate : rates()) {
          Map<String, String> candidate = new LinkedHashMap<>();
          put(candidate, sizeKey(), latent);
          put(candidate, "model.window", window);
          put(candidate, "training.learning_rate", rate);
          all.add(candidate);
        }
      }
    }
    all.remove(Map.of());
    List<Map<String, String>> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    shuffled.add(0, Map.of());
    return List.copyOf(shuffled.subList(0, Math.min(limit, shuffled.size())));
  }

  private static void put(Map<String, String> candidate, String key, String value) {
    if (key != null && value != null) {
      candidate.put(key, value);
    }
  }

  private String sizeKey() {
    for (String key : List.of("latent", "layers", "hidden")) {
      if (model.has(key)) {
        return "model." + key;
      }
    }
    return null;
  }

  /** Values of the size key; null for the one that the configuration has. */
  private List<String> sizes() {
    List<String> sizes = new ArrayList<>();
    sizes.add(null);
    if (model.has("latent")) {
      latents().forEach(latent -> sizes.add(Integer.toString(latent)));
    } else if (model.has("layers")) {
      for (int latent : latents()) {
        sizes.add("[%d]".formatted(latent));
        for (int factor : FIRST_LAYER_FACTORS) {
          int first = Math.min(LARGEST_LAYER, Math.max(4, factor * width));
          int second = (int) Math.round(Math.sqrt((double) first * latent));
          if (first > latent) {
            sizes.add("[%d, %d]".formatted(first, latent));
          }
          if (first > second && second > latent) {
            sizes.add("[%d, %d, %d]".formatted(first, second, latent));
          }
        }
      }
    } else if (model.has("hidden")) {
      HIDDEN.forEach(hidden -> sizes.add(Integer.toString(hidden)));
    }
    return sizes;
  }

  /** 1, 2, 3, 4, 6, 8, 12 and so on, up to half of the row. */
  private List<Integer> latents() {
    Set<Integer> latents = new LinkedHashSet<>();
    int most = Math.max(1, width / 2);
    for (int latent = 1; latent <= Math.min(most, LARGEST_LAYER); latent *= 2) {
      latents.add(latent);
      if (latent > 1 && latent + latent / 2 <= most) {
        latents.add(latent + latent / 2);
      }
    }
    latents.add(most);
    return List.copyOf(latents);
  }

  private List<String> windows() {
    List<String> windows = new ArrayList<>();
    windows.add(null);
    int window = model.path("window").asInt(1);
    if (window > 1) {
      windows.add(Integer.toString(Math.max(2, window / 2)));
      windows.add(Integer.toString(2 * window));
    }
    return windows;
  }

  private List<String> rates() {
    List<String> rates = new ArrayList<>();
    for (double factor : model.has("activation") ? RATE_FACTORS : List.of(1.0)) {
      rates.add(
          factor == 1
              ? null
              : new BigDecimal(factor * learningRate)
                  .round(new MathContext(3))
                  .stripTrailingZeros()
                  .toPlainString());
    }
    return rates;
  }
}
