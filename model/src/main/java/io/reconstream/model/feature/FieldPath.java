/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a nested record, written {@code machine.sensors[2].value}.
 *
 * <p>Names are Avro names (letters, digits, underscore; no digit first). Columns and JSON keys with
 * other characters are matched by their {@linkplain #avroName(String) Avro name}, so that a CSV
 * column, the Avro field that replays it and the feature all agree.
 *
 * @param steps at least one step; the first is a field
 */
public record FieldPath(List<Step> steps) {

  /** One step into a record or an array. */
  public sealed interface Step permits Field, Index {}

  /** Into the field of this name. */
  public record Field(String name) implements Step {}

  /** Into the array element at this position, 0 the first. */
  public record Index(int position) implements Step {}

  /** Matching a repetition takes stack, and paths come from files that may be hostile. */
  private static final int LONGEST = 1_000;

  private static final Pattern SEGMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)((?:\\[\\d{1,9}])*)");

  public FieldPath {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if the text is no path; the message quotes it
   */
  @JsonCreator
  public static FieldPath parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "field path of %d characters, allowed are at most %d".formatted(text.length(), LONGEST));
    }
    List<Step> steps = new ArrayList<>();
    for (String segment : text.split("\\.", -1)) {
      Matcher matcher = SEGMENT.matcher(segment);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "field path '%s' is not valid at '%s', expected names and indexes such as machine.sensors[2].value"
                .formatted(text, segment));
      }
      steps.add(new Field(matcher.group(1)));
      String indexes = matcher.group(2);
      if (!indexes.isEmpty()) {
        for (String index : indexes.substring(1, indexes.length() - 1).split("]\\[", -1)) {
          steps.add(new Index(Integer.parseInt(index)));
        }
      }
    }
    return new FieldPath(steps);
  }

  /**
   * The Avro name of a column or key: every character Avro does not allow becomes an underscore,
   * and a leading digit gets one before it ({@code "Volume Flow [l/min]"} becomes {@code
   * Volume_Flow__l_min_}).
   */
  public static String avroName(String name) {
    String legal = name.replaceAll("[^A-Za-z0-9_]", "_");
    return legal.isEmpty() || Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
  }

  @JsonValue
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Field field) {
        text.append(text.isEmpty() ? "" : ".").append(field.name());
      } else if (step instanceof Index index) {
        text.append('[').append(index.position()).append(']');
      }
    }
    return text.toString();
  }
}
