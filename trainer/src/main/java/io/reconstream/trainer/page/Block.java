/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One thing to look at. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "block")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Block.Text.class, name = "text"),
  @JsonSubTypes.Type(value = Block.Figures.class, name = "figures"),
  @JsonSubTypes.Type(value = Block.Table.class, name = "table"),
  @JsonSubTypes.Type(value = Block.Images.class, name = "images"),
  @JsonSubTypes.Type(value = Chart.class, name = "chart")
})
public sealed interface Block permits Block.Text, Block.Figures, Block.Table, Block.Images, Chart {

  /** A paragraph; {@code preformatted} keeps its line breaks. */
  record Text(String text, boolean preformatted) implements Block {}

  /** Numbers that matter most, each large with its name below. */
  record Figures(List<Figure> figures) implements Block {
    public Figures {
      figures = List.copyOf(figures);
    }
  }

  /**
   * One number, written out.
   *
   * @param hint what it means, shown when pointed at; may be empty
   */
  record Figure(String name, String value, String hint) {}

  /** Rows of cells under a header; cells that are numbers are aligned as such. */
  record Table(String caption, List<String> header, List<List<String>> rows) implements Block {
    public Table {
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException(
              "a row of table '%s' has %d cells, its header %d: %s"
                  .formatted(caption, row.size(), header.size(), row));
        }
      }
    }
  }

  /**
   * Grey images in a grid.
   *
   * @param caption shown above
   * @param perRow how many stand side by side
   * @param images from left to right, top to bottom
   */
  record Images(String caption, int perRow, List<Image> images) implements Block {
    public Images {
      images = List.copyOf(images);
    }
  }

  /**
   * One grey image.
   *
   * @param label shown below; may be empty
   * @param width in pixels
   * @param pixels row by row, 0 black to 255 white
   */
  record Image(String label, int width, List<Integer> pixels) {
    public Image {
      pixels = List.copyOf(pixels);
    }
  }
}
