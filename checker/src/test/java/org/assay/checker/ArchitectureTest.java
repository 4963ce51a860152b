// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and what no source file of the checker may contain. */
class ArchitectureTest {
  private static final String ROOT = "org.assay.checker";

  /**
   * From left to right; an arrow may skip rooms to the right, never point left. Not yet: claim,
   * which names the rules.
   */
  private static final List<String> ROOMS =
      List.of(
          "rule.exhaustion",
          "rule.counting",
          "rule.cells",
          "rule.gaps",
          "margin",
          "split",
          "execution",
          "model",
          "signature",
          "circuit",
          "json",
          "exact",
          "verdict");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void noRoomDependsOnARoomToItsLeft() {
    assertTrue(CLASSES.size() > 30, "classes found: " + CLASSES.size());
    for (int i = 0; i < ROOMS.size(); i++) {
      String[] left =
          Stream.concat(
                  Stream.of(ROOT, ROOT + ".cli"),
                  ROOMS.subList(0, i).stream().map(r -> ROOT + "." + r))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + ROOMS.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(left)
          .check(CLASSES);
    }
  }

  @Test
  void eachLibraryHasOneRoom() {
    assertOnlyIn("json|model", "com.fasterxml..");
    assertOnlyIn("signature", "org.bouncycastle..");
  }

  private static void assertOnlyIn(String rooms, String library) {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".(" + rooms + ")")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void nothingElseThanThePlatformAndTheTwoLibrariesIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", ROOT + "..", "com.fasterxml..", "org.bouncycastle.."))
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "java.net..", "java.time.."))
        .check(CLASSES);
  }

  @Test
  void sourcesKeepTheRulesOfTheHouse() throws IOException {
    List<Path> files;
    try (Stream<Path> below = Files.walk(Path.of("src/main/java"))) {
      files = below.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertTrue(files.size() > 30, "files found: " + files.size());
    long lines = 0;
    for (Path file : files) {
      List<String> source = Files.readAllLines(file);
      lines += source.size();
      assertTrue(source.size() <= 200, file + " has " + source.size() + " lines");
      String code = code(source);
      assertEquals("", matches("\\b(double|float|assert|Double|Float)\\b", code), file.toString());
      assertEquals(
          "", matches("\\b(TODO|FIXME|XXX)\\b", String.join("\n", source)), file.toString());
      if (!file.endsWith("Main.java")) {
        String broad = "catch \\((RuntimeException|Exception|Throwable|Error)\\b";
        assertEquals("", matches(broad, code), file.toString());
      }
    }
    assertTrue(lines <= LINES, "checker main code: " + lines + " lines, want <= " + LINES);
  }

  /** May only be lowered, but for a new proof family (spec/decisions.md, "Checker size"). */
  private static final int LINES = 9950;

  /** The source without comments and strings. */
  private static String code(List<String> source) {
    return String.join("\n", source)
        .replaceAll("(?s)/\\*.*?\\*/", "")
        .replaceAll("//[^\n]*", "")
        .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"");
  }

  private static String matches(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(r -> r.group()).findAny().orElse("");
  }
}
