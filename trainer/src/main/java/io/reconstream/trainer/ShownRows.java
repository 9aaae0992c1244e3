/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.report.ScoredSample;
import io.reconstream.trainer.report.ShownRow;
import io.reconstream.trainer.score.RowScores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Chooses the rows that a report shows, and asks the graph about them.
 *
 * @param scores of the rows
 * @param labels which rows are anomalies
 * @param names of rows by their place
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record ShownRows(
    Scorer scorer, Rows rows, double[] scores, Optional<BitSet> labels, IntFunction<String> names) {
  private static final int WORST = 15;
  private static final int STRETCH = 300;

  /** Per label. */
  private static final int SPREAD = 500;

  /**
   * The sample.
   *
   * @param ordered so many rows, the first ones, follow one another
   */
  ScoredSample sample(FeatureSpec features, int ordered) {
    int highest = 0;
    for (int i = 1; i < ordered; i++) {
      highest = scores[i] > scores[highest] ? i : highest;
    }
    int from = Math.max(0, Math.min(ordered - STRETCH, highest - STRETCH / 2));
    BitSet anomalous = labels.orElseGet(BitSet::new);
    List<Integer> spread = new ArrayList<>(spread(anomalous, false));
    spread.addAll(spread(anomalous, true));
    return new ScoredSample(
        features,
        scores,
        labels,
        shown(spread),
        shown(worst()),
        shown(IntStream.range(from, Math.min(ordered, from + STRETCH)).boxed().toList()));
  }

  private List<Integer> spread(BitSet anomalous, boolean anomalies) {
    int marked = anomalous.cardinality();
    int count = anomalies ? marked : scores.length - marked;
    int step = Math.max(1, count / SPREAD);
    List<Integer> places = new ArrayList<>();
    int place = -1;
    for (int i = 0; i < count && places.size() < SPREAD; i++) {
      place = anomalies ? anomalous.nextSetBit(place + 1) : anomalous.nextClearBit(place + 1);
      if (i % step == 0) {
        places.add(place);
      }
    }
    return places;
  }

  private List<Integer> worst() {
    Comparator<Integer> byScore = Comparator.comparingDouble(i -> scores[i]);
    PriorityQueue<Integer> worst = new PriorityQueue<>(byScore);
    for (int i = 0; i < scores.length; i++) {
      if (worst.size() < WORST) {
        worst.add(i);
      } else if (scores[i] > scores[worst.element()]) {
        worst.remove();
        worst.add(i);
      }
    }
    return worst.stream().sorted(byScore.reversed()).toList();
  }

  private List<ShownRow> shown(List<Integer> places) {
    List<RowScores.Detail> details =
        RowScores.details(scorer, rows, places.stream().mapToLong(Integer::longValue).toArray());
    BitSet anomalous = labels.orElseGet(BitSet::new);
    return IntStream.range(0, places.size())
        .mapToObj(
            i -> {
              int place = places.get(i);
              return new ShownRow(
                  names.apply(place), scores[place], anomalous.get(place), details.get(i).output());
            })
        .toList();
  }
}
