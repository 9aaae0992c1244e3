/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.local.simulate.Episode;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import java.util.List;

/**
 * What the stream told, and what there was to tell.
 *
 * @param alerts in the order that they were raised
 * @param incidents the last that was said of each
 * @param episodes the injected faults that began
 */
record Told(List<Alert> alerts, List<Incident> incidents, List<Episode> episodes) {

  Told {
    alerts = List.copyOf(alerts);
    incidents = List.copyOf(incidents);
    episodes = List.copyOf(episodes);
  }
}
