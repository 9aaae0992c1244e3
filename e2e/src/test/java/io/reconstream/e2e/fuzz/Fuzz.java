/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs an attack with many inputs. Input i is made of the seed i, so that {@code
 * -Dreconstream.fuzz.input=i} makes one again.
 */
final class Fuzz {
  private static final int FACTOR = Integer.getInteger("reconstream.fuzz", 1);
  private static final Integer ONLY = Integer.getInteger("reconstream.fuzz.input");

  /** Far above what any input takes on a busy machine, far below for ever. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What is done with one input. */
  @FunctionalInterface
  interface Attack {

    /**
     * Makes an input and uses it.
     *
     * @return what became of it, in a few words
     * @throws Exception or an error, where the program did not keep its word
     */
    String run(Random random) throws Exception;
  }

  private final String name;
  private final Attack attack;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long slowest;
  private volatile int current;
  private volatile long since = System.nanoTime();
  private volatile Throwable failure;

  private Fuzz(String name, Attack attack) {
    this.name = name;
    this.attack = attack;
  }

  /** So many inputs as the command line asks for where CI takes {@code amount}. */
  static int inputs(int amount) {
    return amount * FACTOR;
  }

  /**
   * Runs an attack and prints what became of its inputs, as a row of a Markdown table.
   *
   * @return inputs by outcome
   * @throws AssertionError naming the first input that broke out or took too long
   */
  static Map<String, Integer> run(String name, int inputs, Attack attack)
      throws InterruptedException {
    return new Fuzz(name, attack).run(inputs);
  }

  private Map<String, Integer> run(int inputs) throws InterruptedException {
    long start = System.nanoTime();
    Thread worker = new Thread(() -> attackAll(inputs), name);
    worker.setDaemon(true);
    worker.start();
    while (worker.isAlive()) {
      worker.join(500);
      if (worker.isAlive() && System.nanoTime() - since > LIMIT.toNanos()) {
        throw new AssertionError(
            "%s: input %d takes more than %d s, at %s"
                .formatted(
                    name, current, LIMIT.toSeconds(), Arrays.toString(worker.getStackTrace())));
      }
    }
    if (failure != null) {
      throw new AssertionError("%s: input %d: %s".formatted(name, current, failure), failure);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %.3f s | %.0f s |%n",
        name,
        outcomes.values().stream().mapToInt(Integer::intValue).sum(),
        outcomes.entrySet().stream()
            .map(outcome -> "%s %,d".formatted(outcome.getKey(), outcome.getValue()))
            .collect(Collectors.joining(", ")),
        slowest / 1e9,
        (System.nanoTime() - start) / 1e9);
    return outcomes;
  }

  private void attackAll(int inputs) {
    try {
      for (int i = ONLY == null ? 0 : ONLY; i < (ONLY == null ? inputs : ONLY + 1); i++) {
        long begin = System.nanoTime();
        current = i;
        since = begin;
        outcomes.merge(attack.run(new Random(i)), 1, Integer::sum);
        slowest = Math.max(slowest, System.nanoTime() - begin);
      }
    } catch (Throwable e) { // whatever it is, the test tells of it
      failure = e;
    }
  }
}
