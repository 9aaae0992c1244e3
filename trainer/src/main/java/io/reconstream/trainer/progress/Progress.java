/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

/** What a run tells while it works: stages in order, each with steps. */
public interface Progress extends AutoCloseable {

  /** A stage begins; the one before has ended. */
  void stage(String name);

  /**
   * The stage has advanced. Cheap enough to call for every batch.
   *
   * @param done steps or rows so far
   * @param total of them, or 0 where it is not known
   * @param detail a short figure to show beside, such as {@code loss 0.0123}
   */
  void step(long done, long total, String detail);

  /** Something the user should know, such as a column that was dropped. */
  void note(String message);

  /** The run has ended, well or not. */
  @Override
  default void close() {}

  /** Progress that nobody watches. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void stage(String name) {}

      @Override
      public void step(long done, long total, String detail) {}

      @Override
      public void note(String message) {}
    };
  }
}
