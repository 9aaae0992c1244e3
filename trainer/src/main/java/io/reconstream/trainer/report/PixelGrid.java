/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.NumericFeature;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Where a row's columns are in a picture.
 *
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 * @param places per column its pixel, row by row; pixels without a column are those that never vary
 */
public record PixelGrid(int width, int height, List<Integer> places) {

  /** Fewer columns than this are no picture worth seeing. */
  private static final int FEWEST = 16;

  /** So many rows without a column at the end are expected of a picture. */
  private static final int MOST_EMPTY_ROWS = 4;

  private static final Pattern NUMBERED = Pattern.compile("(?i)(?:pixel|pix|px)_?(\\d{1,6})");
  private static final Pattern BY_ROW =
      Pattern.compile("(?i)(?:(?:pixel|pix|px)_?)?_?(\\d{1,4})[x_](\\d{1,4})");

  public PixelGrid {
    places = List.copyOf(places);
  }

  /**
   * The grid that features' names tell, {@code pixel0} to {@code pixel783} or {@code 1x1} to {@code
   * 28x28}; empty where they are no pixels. Numbered pixels are taken as a square picture.
   */
  public static Optional<PixelGrid> of(FeatureSpec spec) {
    if (spec.width() < FEWEST
        || !spec.features().stream().allMatch(NumericFeature.class::isInstance)) {
      return Optional.empty();
    }
    return numbered(spec.names()).or(() -> byRow(spec.names()));
  }

  private static Optional<PixelGrid> numbered(List<String> names) {
    List<Matcher> matches = names.stream().map(NUMBERED::matcher).toList();
    if (!matches.stream().allMatch(Matcher::matches)) {
      return Optional.empty();
    }
    List<Integer> numbers = matches.stream().map(match -> Integer.valueOf(match.group(1))).toList();
    int last = numbers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    // counted from 1 where the last number completes a square and there is no 0
    int from = numbers.contains(0) || !square(last) ? 0 : 1;
    List<Integer> places = numbers.stream().map(number -> number - from).toList();
    int side = side(Set.copyOf(places), (int) Math.ceil(Math.sqrt(last - from + 1)));
    return grid(side, side, places);
  }

  /**
   * Pixels that never vary have no column, and those of the last rows are not seen in the numbers:
   * the side is that at which most pixels have one above, the least that will do if there are more.
   */
  private static int side(Set<Integer> places, int least) {
    return IntStream.rangeClosed(least, least + MOST_EMPTY_ROWS)
        .boxed()
        .max(
            Comparator.comparingLong(
                    (Integer side) ->
                        places.stream().filter(place -> places.contains(place - side)).count())
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static boolean square(int number) {
    int root = (int) Math.round(Math.sqrt(number));
    return root * root == number;
  }

  private static Optional<PixelGrid> byRow(List<String> names) {
    List<Matcher> matches = names.stream().map(BY_ROW::matcher).toList();
    if (!matches.stream().allMatch(Matcher::matches)) {
      return Optional.empty();
    }
    int top = extreme(matches, 1, -1);
    int left = extreme(matches, 2, -1);
    int height = extreme(matches, 1, 1) - top + 1;
    int width = extreme(matches, 2, 1) - left + 1;
    return grid(
        width,
        height,
        matches.stream()
            .map(match -> (number(match, 1) - top) * width + number(match, 2) - left)
            .toList());
  }

  private static int extreme(List<Matcher> matches, int group, int sign) {
    return sign
        * matches.stream().mapToInt(match -> sign * number(match, group)).max().orElseThrow();
  }

  private static int number(Matcher match, int group) {
    return Integer.parseInt(match.group(group));
  }

  /** None where most pixels have no column: then the names are of something else. */
  private static Optional<PixelGrid> grid(int width, int height, List<Integer> places) {
    boolean mostlyFilled = 2L * places.size() >= (long) width * height;
    boolean once = places.stream().distinct().count() == places.size();
    return mostlyFilled && once
        ? Optional.of(new PixelGrid(width, height, places))
        : Optional.empty();
  }
}
