/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.Contribution;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.StepShare;
import java.util.List;

/**
 * What lies behind an event's score: asked for while it is the event's turn, by those who need it.
 */
public interface Explanation {

  /** All outputs of the model; the first call runs it again, but for an event that came alone. */
  ScoredRow detail();

  /**
   * Which features made the score high, largest share first; the first call runs the model some
   * more times.
   */
  List<Contribution> contributions();

  /** The window that was scored, null for a single row. */
  WindowStretch stretch();

  /**
   * Which rows of the window made its score high, largest share first; none for a single row. Some
   * more runs of the model.
   */
  List<StepShare> steps();
}
