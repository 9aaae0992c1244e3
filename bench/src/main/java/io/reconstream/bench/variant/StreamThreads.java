/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;

/** The stream threads of this process. */
final class StreamThreads {
  /** Kafka Streams' own name for them; their producers' threads have longer ones. */
  private static final Pattern NAME = Pattern.compile(".*-StreamThread-\\d+");

  private StreamThreads() {}

  /** Processor time of all of them since they started; 0 where there are none. */
  static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && NAME.matcher(thread.getThreadName()).matches()) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }
}
