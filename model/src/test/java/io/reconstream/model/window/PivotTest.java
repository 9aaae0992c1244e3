/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.window.Pivot.Point;
import io.reconstream.model.window.Pivot.Row;
import io.reconstream.model.window.Pivot.State;
import io.reconstream.model.window.PivotSpec.Fill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Buckets of 10 ms. */
class PivotTest {

  private static PivotSpec spec(Fill fill, long delay, long maxAge) {
    return new PivotSpec(
        Duration.ofMillis(10), fill, Duration.ofMillis(delay), Duration.ofMillis(maxAge));
  }

  private static List<Row> add(Pivot pivot, String sensor, long time, double value) {
    assertThat(pivot.add(sensor, new Point(time, value), sensor + time)).isTrue();
    return pivot.due(name -> true);
  }

  @Test
  void shouldGiveARowOfLastValuesWhenItsBucketIsOver() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 0, 0), State.INITIAL);

    assertThat(add(pivot, "a", 1, 1)).isEmpty();
    assertThat(add(pivot, "b", 3, 2)).isEmpty();
    assertThat(add(pivot, "a", 10, 3)).as("a bucket includes its end").isEmpty();
    assertThat(add(pivot, "a", 11, 4))
        .containsExactly(new Row(10, Map.of("a", 3.0, "b", 2.0), "a10"));
    assertThat(add(pivot, "b", 25, 5))
        .containsExactly(new Row(20, Map.of("a", 4.0, "b", 2.0), "a11"));
  }

  @Test
  void shouldGiveNoRowForABucketWithoutMeasurement() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 0, 0), State.INITIAL);
    add(pivot, "a", 1, 1);

    assertThat(add(pivot, "a", 95, 2)).extracting(Row::time).containsExactly(10L);
    assertThat(add(pivot, "a", 101, 2)).extracting(Row::time).containsExactly(100L);
  }

  @Test
  void shouldInterpolateBetweenTheMeasurementsAroundARow() {
    Pivot pivot = new Pivot(spec(Fill.INTERPOLATE, 0, 0), State.INITIAL);
    add(pivot, "a", 6, 1);
    add(pivot, "b", 8, 7);

    assertThat(add(pivot, "a", 16, 6))
        .containsExactly(new Row(10, Map.of("a", 1 + 5 * 0.4, "b", 7.0), "b8"));
  }

  @Test
  void shouldNotInterpolateWhatIsNoMeasure() {
    Pivot pivot = new Pivot(spec(Fill.INTERPOLATE, 0, 0), State.INITIAL);
    pivot.add("mode", new Point(6, 1), "");
    pivot.add("mode", new Point(16, 6), "");

    assertThat(pivot.due(name -> false))
        .extracting(Row::values)
        .containsExactly(Map.of("mode", 1.0));
  }

  @Test
  void shouldWaitForMeasurementsThatAreDelayed() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 5, 0), State.INITIAL);
    add(pivot, "a", 4, 1);
    assertThat(add(pivot, "a", 15, 2)).isEmpty();
    assertThat(add(pivot, "b", 9, 3)).isEmpty();

    assertThat(add(pivot, "a", 16, 4))
        .containsExactly(new Row(10, Map.of("a", 1.0, "b", 3.0), "b9"));
  }

  @Test
  void shouldRefuseWhatIsLateAndOlderThanTheSensorsNewest() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 0, 0), State.INITIAL);
    add(pivot, "a", 5, 1);
    add(pivot, "b", 11, 2);

    assertThat(pivot.add("a", new Point(4, 9), "")).isFalse();
    assertThat(pivot.add("a", new Point(5, 9), "")).isFalse();
    assertThat(pivot.add("a", new Point(6, 8), "")).as("newer than the sensor's last").isTrue();
    assertThat(add(pivot, "b", 21, 3))
        .containsExactly(new Row(20, Map.of("a", 8.0, "b", 2.0), "b11"));
  }

  @Test
  void shouldTakeASensorThatDisappearedAsMissing() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 0, 30), State.INITIAL);
    add(pivot, "gone", 5, 1);

    List<Row> rows = new ArrayList<>();
    for (long time = 5; time <= 55; time += 10) {
      rows.addAll(add(pivot, "a", time, 2));
    }

    assertThat(rows)
        .extracting(row -> row.values().containsKey("gone"))
        .containsExactly(true, true, true, false, false);
    assertThat(pivot.state().sensors()).containsOnlyKeys("a");
  }

  @Test
  void shouldTakeANumberThatIsNoneAsMissing() {
    Pivot pivot = new Pivot(spec(Fill.INTERPOLATE, 0, 0), State.INITIAL);
    add(pivot, "a", 5, Double.NaN);
    add(pivot, "b", 5, 1);

    assertThat(add(pivot, "b", 15, Double.NaN))
        .containsExactly(new Row(10, Map.of("b", 1.0), "b5"));
  }

  @Test
  void shouldGiveWhatWaitsWhenNothingElseComes() {
    Pivot pivot = new Pivot(spec(Fill.LAST, 5, 0), State.INITIAL);
    add(pivot, "a", 5, 1);
    add(pivot, "a", 13, 2);

    assertThat(pivot.flush(name -> true)).extracting(Row::time).containsExactly(10L, 20L);
    assertThat(pivot.hasPending()).isFalse();
  }

  @Test
  void shouldGiveTheSameRowsFromAStateThatWasKept() {
    Random random = new Random(4);
    Pivot once = new Pivot(spec(Fill.INTERPOLATE, 7, 40), State.INITIAL);
    State kept = State.INITIAL;
    for (int i = 0; i < 2_000; i++) {
      Point point = new Point(Math.max(0, i * 3 + random.nextInt(-20, 20)), random.nextDouble());
      String sensor = "s" + random.nextInt(4);
      Pivot again = new Pivot(spec(Fill.INTERPOLATE, 7, 40), kept);

      assertThat(again.add(sensor, point, "o" + i)).isEqualTo(once.add(sensor, point, "o" + i));
      assertThat(again.due(name -> true)).isEqualTo(once.due(name -> true));
      kept = again.state();
    }
    assertThat(kept.sensors()).hasSize(4);
    assertThat(kept.sensors().values())
        .allSatisfy(points -> assertThat(points.size()).isLessThan(30));
  }

  @Test
  void shouldRefuseABucketWithoutLength() {
    assertThatThrownBy(() -> new PivotSpec(Duration.ZERO, Fill.LAST, Duration.ZERO, Duration.ZERO))
        .hasMessage("pivot's bucket is PT0S, expected a millisecond or more");
  }
}
