/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stages know the model, the configuration, and one another by interfaces only. */
class PackageRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /** Packages of one entry are one stage. */
  private static final List<List<String>> STAGES =
      List.of(
          List.of("source"),
          List.of("dataset"),
          List.of("train", "network", "export"),
          List.of("score"),
          List.of("table"),
          List.of("tune"),
          List.of("calibrate"),
          List.of("evaluate"),
          List.of("report", "page"));

  @Test
  void shouldKnowOtherStagesByTheirInterfacesOnly() {
    for (List<String> stage : STAGES) {
      String[] others =
          STAGES.stream()
              .filter(other -> other != stage)
              .flatMap(List::stream)
              .map(PackageRulesTest::named)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAnyPackage(stage.stream().map(PackageRulesTest::named).toArray(String[]::new))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(others)
                  .and(describe("are no interfaces", PackageRulesTest::isImplementation)))
          .because("only TrainingRun and the commands wire stages")
          .check(CLASSES);
    }
  }

  @Test
  void shouldNotKnowTheRunFromWithinAStage() {
    noClasses()
        .that()
        .resideInAPackage("io.reconstream.trainer.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.reconstream.trainer")
        .check(CLASSES);
  }

  @Test
  void shouldKeepConfigurationAndProgressFreeOfStages() {
    String[] stages =
        STAGES.stream().flatMap(List::stream).map(PackageRulesTest::named).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(named("config"), named("progress"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(stages)
        .check(CLASSES);
  }

  @Test
  void shouldUseLibtorchInTheNetworkStageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Arrays.stream(new String[] {"train", "network", "export"})
                .map(PackageRulesTest::named)
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  private static boolean isImplementation(JavaClass type) {
    return !type.isInterface();
  }

  private static String named(String stage) {
    return "io.reconstream.trainer." + stage + "..";
  }
}
