/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.models;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.KeyFileException;
import io.reconstream.model.bundle.TrustedKeys;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.metrics.StreamMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in a file that may be replaced while it serves. Replace the file by an atomic move: a
 * half-written bundle is refused (and looked at again when the file changes).
 */
public final class ModelFile implements ModelSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

  /** What is compared to see that the file changed, without reading it. */
  private record Stamp(FileTime modified, long size, Object fileKey) {
    static Stamp of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  private final AppConfig config;
  private final StreamMetrics metrics;
  private final TrustedKeys trusted;
  private final ScheduledExecutorService watcher;
  private volatile ServingModel current;
  private Stamp seen;

  private ModelFile(AppConfig config, StreamMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
    this.trusted = trusted(config);
    this.watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "model-watcher");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the configured bundle and begins to watch its file.
   *
   * @throws BundleException if the bundle is refused
   * @throws InvalidConfigException if a file of {@code model.signature.keys} holds no public key
   */
  public static ModelFile open(AppConfig config, StreamMetrics metrics) {
    ModelFile model = new ModelFile(config, metrics);
    try {
      model.seen = model.stamp();
      model.serve(model.load());
    } catch (RuntimeException e) {
      model.watcher.shutdown();
      throw e;
    }
    Duration interval = config.modelCheckInterval();
    ScheduledFuture<?> unused =
        model.watcher.scheduleWithFixedDelay(
            model::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return model;
  }

  private static TrustedKeys trusted(AppConfig config) {
    try {
      return TrustedKeys.read(config.modelSignatureKeys());
    } catch (KeyFileException e) {
      throw new InvalidConfigException(List.of("model.signature.keys: " + e.getMessage()));
    }
  }

  @Override
  public ServingModel current() {
    return current;
  }

  /** Looks at the file; whatever is wrong with it, the current model goes on serving. */
  void check() {
    try {
      Stamp stamp = stamp();
      if (stamp == null || stamp.equals(seen)) {
        return;
      }
      seen = stamp;
      Bundle bundle = Bundle.read(config.modelPath(), trusted);
      if (!bundle.hash().equals(current.bundle().hash())) {
        requireReplaceable(bundle);
        serve(open(bundle));
      }
    } catch (BundleException e) {
      metrics.modelRefused();
      LOG.error("new model refused, {} goes on serving: {}", current.bundle(), e.getMessage());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // an error would end the watch without a word
      metrics.modelRefused();
      LOG.error("new model could not be checked, {} goes on serving", current.bundle(), e);
    }
  }

  /** Null while the file is missing, as it may be for a moment when it is replaced. */
  private Stamp stamp() {
    try {
      return Stamp.of(config.modelPath());
    } catch (IOException e) {
      return null;
    }
  }

  private ServingModel load() {
    return open(Bundle.read(config.modelPath(), trusted));
  }

  private ServingModel open(Bundle bundle) {
    List<String> problems = config.problemsWith(bundle.metadata().features().names());
    if (!problems.isEmpty()) {
      throw new BundleException(
          "%s does not fit the configuration: %s"
              .formatted(bundle.origin(), String.join("; ", problems)));
    }
    ScoreDistribution distribution = bundle.metadata().distribution();
    double threshold =
        config
            .thresholdValue()
            .or(() -> config.thresholdRate().map(distribution::threshold))
            .orElse(bundle.metadata().threshold().value());
    Scorer scorer = Scorer.open(bundle);
    if (config.latentsTopic().isPresent() && scorer.latentWidth() == 0) {
      scorer.close();
      throw new BundleException(
          "%s has no latent, but latents.topic is '%s'; leave that empty, or use a bundle whose graph has the output 'latent'"
              .formatted(bundle.origin(), config.latentsTopic().orElseThrow()));
    }
    return new ServingModel(bundle, scorer, threshold);
  }

  /** State is laid out for the window the app started with. */
  private void requireReplaceable(Bundle bundle) {
    var serving = current.bundle().metadata().window();
    var offered = bundle.metadata().window();
    if (serving == null ? offered != null : !serving.equals(offered)) {
      throw new BundleException(
          "%s has the window %s, but the app runs with %s; restart it to change that"
              .formatted(bundle.origin(), offered, serving));
    }
  }

  private void serve(ServingModel model) {
    ServingModel former = current;
    current = model;
    metrics.modelServes(model.bundle());
    LOG.info("serving {}, threshold {}", model.bundle(), model.threshold());
    if (former != null) {
      former.scorer().close();
    }
  }

  @Override
  public void close() {
    watcher.shutdownNow();
    current.scorer().close();
  }
}
