/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.reconstream.bench.variant.VariantProcess;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.stream.StreamApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the product until it has processed its topic, then stops it in an orderly way. An instance
 * whose state folder is empty, and whose application has a past, first restores its windows.
 */
public final class RestoreProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(9);

  private RestoreProcess() {}

  /**
   * What one instance did.
   *
   * @param secondsToRunning from its start until its state was there and it took events
   * @param processed events of its own
   * @param notReady of which so many had no full window
   */
  record Outcome(double secondsToRunning, long processed, long notReady) {}

  /**
   * @param args a file with {@link VariantSettings}, whose events are those that this instance has
   *     to process, and the file that takes the {@link Outcome}, both JSON
   */
  public static void main(String[] args) throws Exception {
    VariantSettings settings = JSON.readValue(Path.of(args[0]).toFile(), VariantSettings.class);
    long begin = System.nanoTime();
    try (StreamApp app = StreamApp.start(VariantProcess.reconstreamConfig(settings))) {
      if (!app.awaitRunning(LIMIT)) {
        throw new IllegalStateException("the stream-app did not start within " + LIMIT);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      FunctionCounter processed = app.meters().get("reconstream.events").functionCounter();
      while (processed.count() < settings.events()) {
        if (System.nanoTime() - begin > LIMIT.toNanos()) {
          throw new IllegalStateException(
              "%,.0f of %,d events were processed within %s"
                  .formatted(processed.count(), settings.events(), LIMIT));
        }
        LockSupport.parkNanos(10_000_000);
      }
      double notReady = app.meters().get("reconstream.events.not.ready").functionCounter().count();
      JSON.writeValue(
          Path.of(args[1]).toFile(),
          new Outcome(seconds, (long) processed.count(), (long) notReady));
    }
    System.exit(0);
  }
}
