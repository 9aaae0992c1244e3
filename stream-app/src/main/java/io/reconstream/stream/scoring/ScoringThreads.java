/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that run batches ahead of their events' turns. A stream thread never depends on them: it
 * runs itself what they have not begun when it is needed.
 */
public final class ScoringThreads implements AutoCloseable {
  /** So many polled events are worth waking another thread. */
  private static final int WORTH = 64;

  /** More events than any poll has; twice as many are still a number. */
  private static final int NEVER = Integer.MAX_VALUE / 2;

  private final ExecutorService executor;
  private final int worth;

  /**
   * @param count 0: batches run on the stream threads alone
   */
  public ScoringThreads(int count) {
    this(count, WORTH);
  }

  ScoringThreads(int count, int worth) {
    this.worth = count == 0 ? NEVER : worth;
    AtomicInteger number = new AtomicInteger();
    executor =
        count == 0
            ? null
            : new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                  Thread thread = new Thread(work, "scoring-" + number.incrementAndGet());
                  thread.setDaemon(true);
                  return thread;
                },
                // once closed; the stream threads run what they need
                new ThreadPoolExecutor.DiscardPolicy());
  }

  /** For fewer events than this no thread is woken. */
  int worth() {
    return worth;
  }

  void execute(Runnable batches) {
    executor.execute(batches);
  }

  /** What is queued is not run any more. */
  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
