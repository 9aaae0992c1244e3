/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.reconstream.model",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

  @ArchTest
  static final ArchRule onlyScoringUsesOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("..model.scoring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyBundleUsesOnnxProtobufs =
      noClasses()
          .that()
          .resideOutsideOfPackage("..model.bundle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule mathsKnowsNoFiles =
      noClasses()
          .that()
          .resideInAnyPackage("..model.feature..", "..model.window..", "..model.threshold..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..model.bundle..",
              "..model.scoring..",
              "java.nio.file..",
              "com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.reconstream.model.(*)..").should().beFreeOfCycles();
}
