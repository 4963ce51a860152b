// SPDX-License-Identifier: Apache-2.0
package org.assay.archive;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of the archive, and what no source file of it may contain. */
class ArchitectureTest {
  private static final String ROOT = "org.assay.archive";

  /** From the roof to the ground. A package depends on lower floors only. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("cli"),
          List.of("verify"),
          List.of("exchange", "folder"),
          List.of("bundle", "evidence", "journal", "receipt"),
          List.of("log", "policy"),
          List.of("time"),
          List.of("manifest"),
          List.of("ageing", "files"),
          List.of("refusal"),
          List.of(""));

  /** Lines of code by package. May only be lowered, but for something new (spec/decisions.md). */
  private static final Map<String, Integer> LINES =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("cli", 2000),
          Map.entry("verify", 470),
          Map.entry("folder", 700),
          Map.entry("journal", 380),
          Map.entry("exchange", 430),
          Map.entry("receipt", 420),
          Map.entry("evidence", 430),
          Map.entry("time", 980),
          Map.entry("manifest", 140),
          Map.entry("ageing", 210),
          Map.entry("bundle", 580),
          Map.entry("log", 2300),
          Map.entry("policy", 425),
          Map.entry("files", 165),
          Map.entry("refusal", 90));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void eachPackageSeesLowerFloorsOnly() {
    assertTrue(CLASSES.size() > 5, "classes found: " + CLASSES.size());
    List<String> above = new ArrayList<>();
    for (List<String> floor : FLOORS) {
      floor.stream().map(ArchitectureTest::packageName).forEach(above::add);
      for (String room : floor) {
        String own = packageName(room);
        String[] forbidden = above.stream().filter(one -> !one.equals(own)).toArray(String[]::new);
        noClasses()
            .that()
            .resideInAPackage(own)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden)
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void everyPackageHasItsFloorAndSaysWhatItIs() {
    Set<String> rooms = new TreeSet<>();
    FLOORS.forEach(rooms::addAll);
    Set<String> found = new TreeSet<>(Sources.lines().keySet());
    found.add("");
    assertEquals(rooms, found);
    for (String room : rooms) {
      Path folder = Sources.MAIN.resolve(packageName(room).replace('.', '/'));
      String text = Sources.text(folder.resolve("package-info.java"));
      assertTrue(room.isEmpty() || text.contains("Read this"), room + ": who reads it?");
    }
  }

  private static String packageName(String room) {
    return room.isEmpty() ? ROOT : ROOT + "." + room;
  }

  /** The command line's library is of no concern to what is verified. */
  @Test
  void theCommandLineHasOneRoom() {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".cli")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void nothingButThePlatformTheCheckerAndThreeLibrariesIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "javax.security..",
                ROOT + "..",
                "org.assay.checker..",
                "com.fasterxml.jackson.core..",
                "org.bouncycastle..",
                "picocli.."))
        .check(CLASSES);
  }

  @Test
  void sourcesKeepTheRulesOfTheHouse() {
    for (Path file : Sources.files()) {
      List<String> source = Sources.text(file).lines().toList();
      assertTrue(source.size() <= 200, file + " has " + source.size() + " lines");
      String code = code(source);
      assertEquals("", matches("\\b(double|float|assert|Double|Float)\\b", code), file.toString());
      String all = String.join("\n", source);
      assertEquals("", matches("\\b(TODO|FIXME|XXX)\\b", all), file.toString());
      if (!file.endsWith("Main.java")) {
        String broad = "catch \\((RuntimeException|Exception|Throwable|Error)\\b";
        assertEquals("", matches(broad, code), file.toString());
      }
    }
  }

  @Test
  void methodsAreShort() {
    List<Sources.Method> methods = Sources.methods();
    assertTrue(methods.size() > 20, "methods found: " + methods.size());
    assertEquals(
        List.of(), methods.stream().filter(m -> m.lines() > 40 || m.parameters() > 5).toList());
  }

  @Test
  void eachPackageKeepsItsBudget() {
    Map<String, Integer> over = new TreeMap<>(Sources.lines());
    over.entrySet().removeIf(room -> room.getValue() <= LINES.get(room.getKey()));
    assertEquals(Map.of(), over, "lines of code, want at most " + LINES);
  }

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
