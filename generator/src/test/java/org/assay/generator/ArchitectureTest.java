// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms and the arrows between them. */
@AnalyzeClasses(
    packages = "org.assay.generator",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOM = "org.assay.generator.";

  @ArchTest
  static final ArchRule APFLOAT_IS_FOR_INTERVALS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "interval")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apfloat..");

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_IS_FOR_SIGNING =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "signing")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule THE_CHECKER_IS_ANOTHER_PROGRAM =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.assay.checker..");

  @ArchTest
  static final ArchRule LEAVES_KNOW_NO_OTHER_ROOM =
      slices()
          .matching(ROOM + "(interval|model|certificate|signing)")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule LEAVES_DO_NOT_POINT_LEFT =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOM + "interval", ROOM + "model", ROOM + "certificate", ROOM + "signing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOM + "strategy..",
              ROOM + "issue",
              ROOM + "study",
              ROOM + "files",
              ROOM + "commands",
              "org.assay.generator");

  @ArchTest
  static final ArchRule STRATEGIES_USE_MODELS_AND_INTERVALS =
      noClasses()
          .that()
          .resideInAPackage(ROOM + "strategy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOM + "certificate",
              ROOM + "signing",
              ROOM + "issue",
              ROOM + "study",
              ROOM + "files",
              ROOM + "commands");

  @ArchTest
  static final ArchRule THE_ARCHIVE_KNOWS_CERTIFICATES_ONLY =
      noClasses()
          .that()
          .resideInAPackage(ROOM + "archive")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOM + "signing",
              ROOM + "strategy..",
              ROOM + "issue",
              ROOM + "study",
              ROOM + "commands");

  @ArchTest
  static final ArchRule COMMANDS_ARE_FOR_MAIN =
      classes()
          .that()
          .resideInAPackage(ROOM + "commands")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(ROOM + "commands", "org.assay.generator");
}
