/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long keys were watched, by the times of their events: what alerts per day and key are counted
 * against. In heap alone; a key that is forgotten loses one interval.
 */
final class KeyTimes {
  private static final int MOST_KEYS = 100_000;

  /** A longer silence is none that was watched. */
  private static final long LONGEST = Duration.ofDays(1).toMillis();

  private final Map<String, Long> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /** The days between a key's newest event and this one; 0 if it is older, or the first. */
  double days(String key, long time) {
    Long before = last.get(key);
    if (before != null && time <= before) {
      return 0;
    }
    last.put(key, time);
    long silence = before == null ? 0 : time - before;
    return silence > LONGEST ? 0 : (double) silence / LONGEST;
  }
}
