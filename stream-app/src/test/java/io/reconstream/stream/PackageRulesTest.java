/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom inside the stream-app: the order of the data's path, and never back. */
@AnalyzeClasses(
    packages = "io.reconstream.stream",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  private static final String APP = "io.reconstream.stream.";

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.reconstream.stream.(*)..").should().beFreeOfCycles();

  /** Vocabulary that all others may use. */
  @ArchTest
  static final ArchRule VOCABULARY_KNOWS_NO_OTHER =
      noClasses()
          .that()
          .resideInAnyPackage(APP + "config", APP + "event", APP + "metrics", APP + "deadletter")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(APP + "models", APP + "scoring", APP + "alert", APP + "runtime");

  @ArchTest
  static final ArchRule MODELS_KNOW_NO_FLOW =
      noClasses()
          .that()
          .resideInAPackage(APP + "models")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(APP + "scoring", APP + "alert", APP + "runtime");

  @ArchTest
  static final ArchRule SCORING_KNOWS_NO_ALERT =
      noClasses()
          .that()
          .resideInAPackage(APP + "scoring")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(APP + "alert", APP + "runtime");

  /** Only the program at the root wires siblings. */
  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_PROGRAM =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reconstream.stream")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.reconstream.stream");

  /** Public API of Kafka Streams only: its internals change without notice. */
  @ArchTest
  static final ArchRule NO_KAFKA_STREAMS_INTERNALS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.streams..internals..");
}
