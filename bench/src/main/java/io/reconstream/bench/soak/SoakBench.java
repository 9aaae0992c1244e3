/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.Events;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.local.demo.Ledger;
import io.reconstream.local.demo.Outcome;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Measures what the product can do beside feed and reader, then feeds a share of that for long,
 * ends its process at regular times, by SIGTERM and {@code kill -9} in turn, and starts it again.
 * At the end every event must have exactly one outcome, and no figure of the process have grown.
 */
public record SoakBench(Path folder, SoakPlan plan, Progress progress) {
  private static final NetworkShape SHAPE = NetworkShape.SMALL;
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 200;

  /** What growth of memory and of handles is noise, whatever their level. */
  private static final double SMALLEST_MEGABYTES = 16;

  private static final double SMALLEST_HANDLES = 10;

  /**
   * Runs all and writes {@code soak.json} and {@code soak.html}.
   *
   * @return whether every event has one outcome, and every figure is flat
   */
  public boolean run(ResultFiles results) throws Exception {
    try (BenchServices services = BenchServices.start(folder)) {
      progress.stage("prepare");
      Path bundle = BenchModel.bundle(SHAPE, folder.resolve("models"), progress);
      SoakTopics topics = SoakTopics.create(services.bootstrapServers());
      int schemaId = services.register(topics.events(), new Events(SHAPE.features()));
      Ledger ledger = new Ledger();
      try (SoakFeed feed =
              new SoakFeed(
                  services.bootstrapServers(), topics.events(), SHAPE.features(), schemaId);
          OutcomeWatch reader =
              new OutcomeWatch(
                  services.bootstrapServers(), services.registryUrl(), topics, ledger);
          Product product = new Product(folder.resolve("product"), services, topics, bundle)) {
        SoakResult result = new Soak(ledger, feed, reader, product).run();
        results.write("soak", List.of(result), SoakPage.of(result, plan));
        result.lines().forEach(progress::note);
        return result.isComplete() && result.flat();
      }
    }
  }

  /** One soak, once everything runs. */
  private final class Soak {
    private final Ledger ledger;
    private final SoakFeed feed;
    private final OutcomeWatch reader;
    private final Product product;
    private final List<SoakSample> samples = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();

    Soak(Ledger ledger, SoakFeed feed, OutcomeWatch reader, Product product) {
      this.ledger = ledger;
      this.feed = feed;
      this.reader = reader;
      this.product = product;
    }

    SoakResult run() throws InterruptedException {
      progress.stage("capacity");
      double capacity = capacity();
      // what was sent ahead of the product is not the soak's
      drain();
      double perSecond = plan.share() * capacity;
      progress.stage("soak at %,.0f of %,.0f events/s".formatted(perSecond, capacity));
      soak(perSecond);
      progress.stage("drain");
      drain();
      List<Growth> growth =
          List.of(
              Growth.of("heap MB", samples, SoakSample::heapMegabytes, SMALLEST_MEGABYTES),
              Growth.of("resident MB", samples, SoakSample::residentMegabytes, SMALLEST_MEGABYTES),
              Growth.of(
                  "outside the heap MB",
                  samples,
                  SoakSample::outsideHeapMegabytes,
                  SMALLEST_MEGABYTES),
              Growth.of("handles", samples, SoakSample::handles, SMALLEST_HANDLES));
      return new SoakResult(
          capacity,
          perSecond,
          feed.sent(),
          feed.sent() - ledger.accounted(),
          ledger.duplicates(),
          ledger.scored(),
          ledger.count(Outcome.DEAD_LETTERED),
          endings,
          growth,
          growth.stream().allMatch(Growth::isFlat),
          samples);
    }

    private double capacity() throws InterruptedException {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> feeding =
          CompletableFuture.runAsync(() -> feed.closedLoop(ledger, over::get));
      try {
        awaitFor(DRAIN_LIMIT, () -> ledger.accounted() > 0);
        TimeUnit.MILLISECONDS.sleep(plan.capacity().toMillis() / 2);
        long before = ledger.accounted();
        long begin = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(plan.capacity().toMillis() / 2);
        return (ledger.accounted() - before) / ((System.nanoTime() - begin) / 1e9);
      } finally {
        over.set(true);
        feeding.join();
      }
    }

    private void soak(double perSecond) throws InterruptedException {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> feeding =
          CompletableFuture.runAsync(() -> feed.openLoop(perSecond, over::get));
      try {
        long begin = System.nanoTime();
        int life = 0;
        while (seconds(begin) < plan.length().toMillis() / 1e3) {
          watch(life, begin);
          if (seconds(begin) < plan.length().toMillis() / 1e3) {
            Ending ending = life % 2 == 0 ? Ending.SIGTERM : Ending.KILL_9;
            product.restart(ending);
            endings.add(ending);
            life++;
          }
        }
      } finally {
        over.set(true);
        feeding.join();
      }
    }

    /** Takes samples until the life or the soak is over. */
    private void watch(int life, long begin) throws InterruptedException {
      double end = Math.min(plan.length().toMillis(), (life + 1) * plan.life().toMillis()) / 1e3;
      ProcessFigures process = product.figures();
      double heap = Double.NaN;
      double due = seconds(begin) + plan.sample().toMillis() / 1e3;
      while (seconds(begin) < end) {
        TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_MILLIS, plan.sample().toMillis() / 2));
        product.requireAlive();
        reader.requireRunning();
        OptionalDouble used = process.heapMegabytes();
        if (used.isPresent()) {
          heap = Double.isNaN(heap) ? used.getAsDouble() : Math.min(heap, used.getAsDouble());
        }
        if (seconds(begin) >= due) {
          due += plan.sample().toMillis() / 1e3;
          if (!Double.isNaN(heap)) {
            take(life, seconds(begin), heap, process);
            heap = Double.NaN;
          }
        }
      }
    }

    private void take(int life, double seconds, double heap, ProcessFigures process) {
      OptionalDouble committed = process.heapMegabytesCommitted();
      if (committed.isEmpty()) {
        return;
      }
      double resident = process.residentMegabytes();
      samples.add(
          new SoakSample(
              life,
              seconds,
              product.lifeSeconds(),
              heap,
              resident,
              resident - committed.getAsDouble(),
              process.handles(),
              feed.sent() - ledger.accounted()));
      progress.step(
          (long) seconds,
          plan.length().toSeconds(),
          "%,d fed, %,d behind, RSS %,.0f MB"
              .formatted(feed.sent(), feed.sent() - ledger.accounted(), resident));
    }

    /** What is still missing then counts as lost. */
    private void drain() throws InterruptedException {
      awaitFor(DRAIN_LIMIT, () -> ledger.accounted() >= feed.sent());
    }

    private void awaitFor(Duration limit, BooleanSupplier condition) throws InterruptedException {
      long deadline = System.nanoTime() + limit.toNanos();
      while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
        product.requireAlive();
        reader.requireRunning();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }

    private static double seconds(long begin) {
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
