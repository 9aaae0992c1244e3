/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a TERM signal, as something to wait for. The JVM stays until {@link #close}, so that
 * what was opened after the signal's handler is closed before the end.
 */
final class StopSignal implements AutoCloseable {
  private static final int CLEAN_UP_SECONDS = 30;

  private final CountDownLatch raised = new CountDownLatch(1);
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final Thread hook = new Thread(this::raise, "stop-signal");

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isRaised() {
    return raised.getCount() == 0;
  }

  void await() throws InterruptedException {
    raised.await();
  }

  private void raise() {
    raised.countDown();
    try {
      cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cleanedUp.countDown();
    if (!isRaised()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
