/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.schemas.ModelReference;
import io.reconstream.schemas.Severity;
import io.reconstream.schemas.SourceCoordinates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertPrinterTest {
  private static final Instant START = Instant.parse("2026-03-02T07:44:10Z");

  private final StringWriter text = new StringWriter();
  private final AlertPrinter printer = new AlertPrinter(new PrintWriter(text));

  @Test
  void shouldPrintWhatWasSeenAndWhatWasExpected() {
    printer.print(alert("pump-2", 0));

    assertThat(text.toString())
        .isEqualToIgnoringNewLines(
            "2026-03-02 07:44:10  pump-2         HIGH      "
                + "flow_rate 91.23 (expected 63.40, 71 %), channel ONLINE (expected CHIP, 20 %)");
  }

  @Test
  void shouldCountTheAlertsThatFollowWithinTenMinutes() {
    printer.print(alert("pump-2", 0));
    printer.print(alert("pump-2", 5));
    printer.print(alert("pump-2", 590));
    printer.print(alert("pump-1", 591));
    printer.print(alert("pump-2", 1_200));
    printer.finish();

    assertThat(text.toString().lines())
        .extracting(line -> line.replaceAll("(HIGH).*", "$1").strip())
        .containsExactly(
            "2026-03-02 07:44:10  pump-2         HIGH",
            "2026-03-02 07:54:01  pump-1         HIGH",
            "pump-2         and 2 more alerts until 2026-03-02 07:54:00",
            "2026-03-02 08:04:10  pump-2         HIGH");
  }

  @Test
  void shouldSayWhenAnIncidentIsOver() {
    printer.print(alert("pump-2", 0));
    printer.print(incident(IncidentStatus.OPEN));
    printer.print(incident(IncidentStatus.UPDATE));
    printer.print(incident(IncidentStatus.CLOSE));
    printer.print(alert("pump-2", 300));
    printer.finish();

    assertThat(text.toString().lines())
        .extracting(line -> line.replaceAll("(HIGH).*", "$1").strip())
        .containsExactly(
            "2026-03-02 07:44:10  pump-2         HIGH",
            "pump-2         over at 2026-03-02 07:44:20: 1,003 anomalous events",
            "2026-03-02 07:49:10  pump-2         HIGH");
  }

  private static Incident incident(IncidentStatus status) {
    return Incident.newBuilder()
        .setId("id")
        .setKey("pump-2")
        .setStatus(status)
        .setStart(START)
        .setPeak(START.plusSeconds(5))
        .setPeakScore(9)
        .setLast(START.plusSeconds(10))
        .setAnomalousEvents(1_003)
        .setModelHash("hash")
        .build();
  }

  private static Alert alert(String key, int second) {
    return Alert.newBuilder()
        .setId("id")
        .setKey(key)
        .setEventTime(START.plusSeconds(second))
        .setScore(9)
        .setThreshold(3)
        .setPValue(1e-5)
        .setSeverity(Severity.HIGH)
        .setContributors(
            List.of(
                new Contributor("flow_rate", 91.234, 63.4, null, null, 0.71),
                new Contributor("channel", null, null, "ONLINE", "CHIP", 0.2),
                new Contributor("motor_current", 1.0, 1.0, null, null, 0.01)))
        .setModel(new ModelReference("pump", "1", "hash"))
        .setSource(new SourceCoordinates("events", 0, 1L))
        .build();
  }
}
