/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Passes progress on, and keeps what the report tells of it: each stage's time, and the notes. */
public final class Stopwatch implements Progress {
  private final Progress next;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private String stage;
  private long started;

  public Stopwatch(Progress next) {
    this.next = next;
  }

  @Override
  public void stage(String name) {
    stop();
    stage = name;
    started = System.nanoTime();
    next.stage(name);
  }

  @Override
  public void step(long done, long total, String detail) {
    next.step(done, total, detail);
  }

  @Override
  public void note(String message) {
    notes.add(message);
    next.note(message);
  }

  /** Ends the last stage and gives the seconds of all, in order. */
  public Map<String, Double> stop() {
    if (stage != null) {
      seconds.merge(stage, (System.nanoTime() - started) / 1e9, Double::sum);
      stage = null;
    }
    return seconds;
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }
}
