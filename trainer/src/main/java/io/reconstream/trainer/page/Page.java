/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import java.util.List;

/**
 * A page of sections under one title.
 *
 * @param title shown large, and in the browser's tab
 * @param subtitle one line below it
 * @param sections from top to bottom
 */
public record Page(String title, String subtitle, List<Section> sections) {

  public Page {
    sections = List.copyOf(sections);
  }

  /**
   * Blocks under a heading, laid out side by side where there is room.
   *
   * @param heading shown above the blocks
   * @param blocks in reading order
   */
  public record Section(String heading, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }
}
