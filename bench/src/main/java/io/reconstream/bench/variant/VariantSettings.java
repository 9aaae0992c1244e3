/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.nio.file.Path;

/**
 * One measurement.
 *
 * @param variant what runs
 * @param bootstrapServers of the one broker
 * @param registryUrl of the one registry
 * @param topic the filled topic
 * @param events how many events it holds
 * @param features F
 * @param fields how many fields an event has, F or more
 * @param bundle path of the bundle
 * @param mojo path of H2O's model, empty where no variant needs it
 * @param guarantee {@code at_least_once} or {@code exactly_once_v2}
 * @param everyScore whether every score is emitted, or alerts alone
 * @param threads stream threads
 * @param maxBatchRows most rows in one run of the model, for Reconstream
 * @param run distinguishes repetitions: names application and output topics
 * @param warmUpSeconds before measuring at least, then until the compiler is quiet; at most 40 % of
 *     the events, or more where enough is left to measure; 0 for none
 * @param measureSeconds measured at the most
 * @param keys how many keys the events have, 0 for none; with keys the pass-through keeps one row
 *     per event in a store, as windows do
 */
public record VariantSettings(
    VariantName variant,
    String bootstrapServers,
    String registryUrl,
    String topic,
    long events,
    int features,
    int fields,
    String bundle,
    String mojo,
    String guarantee,
    boolean everyScore,
    int threads,
    int maxBatchRows,
    String run,
    double warmUpSeconds,
    double measureSeconds,
    int keys) {

  /** As many as the product takes unless told otherwise. */
  public static final int BATCH_ROWS = 512;

  /** Of events without keys. */
  public VariantSettings(
      VariantName variant,
      String bootstrapServers,
      String registryUrl,
      String topic,
      long events,
      int features,
      int fields,
      String bundle,
      String mojo,
      String guarantee,
      boolean everyScore,
      int threads,
      int maxBatchRows,
      String run,
      double warmUpSeconds,
      double measureSeconds) {
    this(
        variant,
        bootstrapServers,
        registryUrl,
        topic,
        events,
        features,
        fields,
        bundle,
        mojo,
        guarantee,
        everyScore,
        threads,
        maxBatchRows,
        run,
        warmUpSeconds,
        measureSeconds,
        0);
  }

  /** Where the state of this run lies. */
  public Path stateFolder() {
    return Path.of(bundle).resolveSibling(run);
  }
}
