/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import io.reconstream.local.simulate.payments.CardPayments;
import io.reconstream.local.simulate.pump.PumpBench;
import io.reconstream.schemas.CardPayment;
import io.reconstream.schemas.SensorReading;
import java.time.Instant;
import java.util.Locale;
import org.apache.avro.Schema;

/** What can be simulated. */
public enum Scenario {
  /** Pumps on a test bench, eight sensors each, one reading every five seconds. */
  PUMP("machine", "fault") {
    @Override
    public Simulation simulation(long seed, boolean faults) {
      return new PumpBench(seed, faults, START);
    }

    @Override
    public Schema schema() {
      return SensorReading.getClassSchema();
    }
  },
  /** Card payments of the customers of one bank. */
  PAYMENTS("customer", "fraud") {
    @Override
    public Simulation simulation(long seed, boolean faults) {
      return new CardPayments(seed, faults, START);
    }

    @Override
    public Schema schema() {
      return CardPayment.getClassSchema();
    }
  };

  /** The field of every event that says when it happened. */
  public static final String TIME_FIELD = "time";

  /** Every simulation begins at this time, so that a seed says everything. */
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private final String keyField;
  private final String labelField;

  Scenario(String keyField, String labelField) {
    this.keyField = keyField;
    this.labelField = labelField;
  }

  /** A simulation from its first event. */
  public abstract Simulation simulation(long seed, boolean faults);

  /** The schema of the events. */
  public abstract Schema schema();

  /** The field that holds the event's key. */
  public String keyField() {
    return keyField;
  }

  /** The field that says what was injected. */
  public String labelField() {
    return labelField;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
