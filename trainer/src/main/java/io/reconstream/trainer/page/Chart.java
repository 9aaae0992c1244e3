/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import java.util.List;

/**
 * A chart over two numeric axes, or over categories.
 *
 * @param title shown above
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param categories names along x for bar charts, empty for numeric x
 * @param series what is drawn, each in a colour of its own
 * @param markers vertical lines, such as a threshold
 */
public record Chart(
    String title,
    Axis x,
    Axis y,
    List<String> categories,
    List<Series> series,
    List<Marker> markers)
    implements Block {

  public Chart {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
    markers = List.copyOf(markers);
  }

  /** An axis with its name and, where values spread over decades, a logarithmic scale. */
  public record Axis(String name, boolean logarithmic) {
    public static Axis linear(String name) {
      return new Axis(name, false);
    }

    public static Axis logarithmic(String name) {
      return new Axis(name, true);
    }
  }

  /** How a series is drawn. */
  public enum Shape {
    LINE,
    AREA,
    POINTS,
    BARS
  }

  /** Points of one name; x is the category's place where the chart has categories. */
  public record Series(String name, Shape shape, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /** One point; values that are not finite are left out when drawn. */
  public record Point(double x, double y) {}

  /** A vertical line at {@code x}. */
  public record Marker(String name, double x) {}
}
