/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the values of one column are, gathered in one pass. */
final class ColumnProfile {
  private final int maxLevels;
  private long values;
  private long missing;
  private long numbers;
  private long truths;
  private long moments;
  private String firstText;
  private String firstTextPosition;
  private String infinitePosition;
  private double infinite;
  private double lastNumber = Double.NEGATIVE_INFINITY;
  private boolean counting = true;
  private Object first;
  private boolean varies;

  /** Null once there were more than {@link #maxLevels}. */
  private Map<String, Long> levels = new HashMap<>();

  ColumnProfile(int maxLevels) {
    this.maxLevels = maxLevels;
  }

  /** Takes the column's value of the scan's record. */
  void add(Object value, RecordScan scan) {
    Object typed = value;
    if (value instanceof CharSequence text && scan.untyped()) {
      typed = Cells.number(text.toString());
      if (typed == null) {
        typed = Cells.truth(text.toString());
      }
      if (typed == null) {
        typed = value;
      }
    }
    if (typed == null || (typed instanceof Number number && Double.isNaN(number.doubleValue()))) {
      missing++;
      return;
    }
    values++;
    if (first == null) {
      first = typed;
    }
    varies |= !typed.equals(first);
    if (typed instanceof Number number) {
      addNumber(number.doubleValue(), scan);
    } else if (typed instanceof Boolean) {
      truths++;
    } else {
      addText(typed, scan);
    }
    if (levels != null) {
      levels.merge(value.toString(), 1L, Long::sum);
      if (levels.size() > maxLevels) {
        levels = null;
      }
    }
  }

  private void addNumber(double number, RecordScan scan) {
    numbers++;
    if (Float.isInfinite((float) number) && infinitePosition == null) {
      infinitePosition = scan.position();
      infinite = number;
    }
    counting &= number > lastNumber && number == Math.rint(number);
    lastNumber = number;
  }

  private void addText(Object value, RecordScan scan) {
    if (value instanceof Instant
        || (moments == values - 1 && Cells.moment(value.toString()) != null)) {
      moments++;
    } else if (firstText == null) {
      firstText = value.toString();
      firstTextPosition = scan.position();
    }
  }

  boolean isEmpty() {
    return values == 0;
  }

  boolean isConstant() {
    return !varies;
  }

  Object first() {
    return first;
  }

  boolean isRequired() {
    return missing == 0;
  }

  boolean allNumbers() {
    return numbers == values;
  }

  /** Whether a few texts stand among numbers: more likely a mistake than a category. */
  boolean mostlyNumbers() {
    return numbers < values && numbers >= 0.9 * values;
  }

  boolean allTruths() {
    return truths == values;
  }

  boolean allMoments() {
    return moments == values;
  }

  /** Whether the numbers count up without a gap in their rise, as a row's id does. */
  boolean countsUp() {
    return allNumbers() && counting;
  }

  String firstText() {
    return firstText;
  }

  String firstTextPosition() {
    return firstTextPosition;
  }

  /** Where the first number is that no float holds, or null. */
  String infinitePosition() {
    return infinitePosition;
  }

  double infinite() {
    return infinite;
  }

  boolean tooManyLevels() {
    return levels == null;
  }

  /** The levels, the most frequent first, equals by name. */
  List<String> levels() {
    return levels.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
