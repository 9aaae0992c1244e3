/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Several detectors as one: the mean of their scores, each over its held-out median, of their
 * feature errors and of what they expect. The latent is the first one's.
 */
final class EnsembleDetector implements Detector {
  /** Of the held-out rows that make a median, evenly spaced. */
  private static final int MEDIAN_ROWS = 4000;

  private final List<Member> members;

  private record Member(Detector detector, double median) {
    float share(int members) {
      return (float) (1 / (median * members));
    }
  }

  /** What one member makes of rows. */
  private record Computed(List<float[]> probes, List<Double> scores) {
    static Computed of(Detector detector, Rows rows) {
      Computed computed = new Computed(new ArrayList<>(), new ArrayList<>());
      detector.compute(
          rows,
          (probe, score) -> {
            computed.probes.add(probe.clone());
            computed.scores.add(score);
          });
      return computed;
    }
  }

  /**
   * @param detectors at least one, of the same rows and without components; they become its own
   * @param heldOut at least one row
   */
  EnsembleDetector(List<Detector> detectors, Rows heldOut) {
    Rows sample = Subset.spaced(heldOut, MEDIAN_ROWS);
    this.members =
        detectors.stream().map(detector -> new Member(detector, median(detector, sample))).toList();
  }

  private static double median(Detector detector, Rows rows) {
    double[] scores =
        Computed.of(detector, rows).scores.stream().mapToDouble(score -> score).sorted().toArray();
    return Math.max(Float.MIN_NORMAL, scores[scores.length / 2]);
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    List<ScoringGraph.Outputs> outputs = new ArrayList<>();
    List<Value> scores = new ArrayList<>();
    for (Member member : members) {
      ScoringGraph.Outputs one = member.detector.export(row);
      outputs.add(one);
      scores.add(one.score().times(member.share(members.size())));
    }
    return new ScoringGraph.Outputs(
        sum(scores),
        mean(outputs, ScoringGraph.Outputs::featureErrors),
        mean(outputs, ScoringGraph.Outputs::reconstruction),
        outputs.get(0).latent(),
        outputs.get(0).latentWidth(),
        null,
        0,
        Value.concat(-1, outputs.stream().map(ScoringGraph.Outputs::probe).toList()),
        outputs.stream().mapToInt(ScoringGraph.Outputs::probeWidth).sum());
  }

  private static Value mean(
      List<ScoringGraph.Outputs> outputs, Function<ScoringGraph.Outputs, Value> value) {
    return sum(outputs.stream().map(value).toList()).times(1f / outputs.size());
  }

  private static Value sum(List<Value> values) {
    return values.stream().reduce(Value::plus).orElseThrow();
  }

  @Override
  public void compute(Rows rows, Result result) {
    List<Computed> computed =
        members.stream().map(member -> Computed.of(member.detector, rows)).toList();
    for (int row = 0; row < rows.count(); row++) {
      float[] probe = new float[0];
      double score = 0;
      for (int m = 0; m < members.size(); m++) {
        float[] next = computed.get(m).probes.get(row);
        probe = Arrays.copyOf(probe, probe.length + next.length);
        System.arraycopy(next, 0, probe, probe.length - next.length, next.length);
        score += computed.get(m).scores.get(row) * members.get(m).share(members.size());
      }
      result.accept(probe, score);
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.detector.close());
  }
}
