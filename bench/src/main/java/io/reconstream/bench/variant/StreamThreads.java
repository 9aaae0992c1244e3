/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;

/** Processor time of the threads of this process that do the work. */
enum StreamThreads {
  /** Kafka Streams' own name for them; their producers' threads have longer ones. */
  STREAM(".*-StreamThread-\\d+"),
  /** Those that score ahead; the product alone has them. */
  SCORING("scoring-\\d+");

  private final Pattern name;

  StreamThreads(String name) {
    this.name = Pattern.compile(name);
  }

  /** Processor time of all of them since they started; 0 where there are none. */
  long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && name.matcher(thread.getThreadName()).matches()) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }
}
