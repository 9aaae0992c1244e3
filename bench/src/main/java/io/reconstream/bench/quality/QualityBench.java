/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains and scores set after set.
 *
 * @param folder for everything that is written while it runs
 * @param overrides configuration keys other than the defaults
 * @param stream what series are scored by, too; null for the bundle alone
 * @param progress what is going on
 */
public record QualityBench(
    Path folder, Map<String, String> overrides, SeriesStream stream, Progress progress) {

  /** Runs all and writes {@code quality.json} and {@code quality.html}. */
  public List<QualityResult> run(List<QualityGroup> groups, ResultFiles results) {
    List<QualityResult> all = new ArrayList<>();
    for (QualityGroup group : groups) {
      all.addAll(run(group));
      results.write("quality", all, QualityPage.of(all, overrides)); // a stopped run leaves these
    }
    return all;
  }

  private List<QualityResult> run(QualityGroup group) {
    progress.stage(group.name());
    List<QualityResult> results = new ArrayList<>();
    List<Scored> scored = new ArrayList<>();
    for (QualitySet set : group.sets()) {
      Scored one;
      try (Scratch scratch = Scratch.in(folder, "set")) {
        one = new Trial(group.kind(), overrides, scratch.folder(), stream).run(set);
      }
      scored.add(one);
      for (Figure figure : group.figures()) {
        QualityResult result =
            QualityResult.of(
                group,
                set.name(),
                figure,
                figure.of(one),
                set.published().get(figure),
                one.seconds());
        results.add(result);
        progress.step(
            scored.size(),
            group.sets().size(),
            "%s %s %.4g".formatted(set.name(), figure, result.value()));
      }
    }
    for (Figure figure : group.figures()) {
      results.add(
          QualityResult.of(
              group,
              QualityResult.MEAN,
              figure,
              figure.of(scored),
              group.published().get(figure),
              scored.stream().mapToDouble(Scored::seconds).average().orElseThrow()));
    }
    return results;
  }
}
