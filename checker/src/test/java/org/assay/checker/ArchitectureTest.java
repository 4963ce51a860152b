// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and what no source file of the checker may contain. */
class ArchitectureTest {
  private static final String ROOT = "org.assay.checker";

  /**
   * From the roof to the ground: packages below the root. A package depends on lower floors only,
   * so no family of rules sees another, and signatures compile without proofs.
   */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("cli"),
          List.of("opinion", "foreign", "part"),
          List.of(""),
          List.of("rule"),
          List.of("relabelled"),
          List.of(
              "rule.exhaustion",
              "rule.counting",
              "rule.cells",
              "rule.gaps",
              "rule.evaluation",
              "rule.halfspaces"),
          List.of("computed"),
          List.of("margin", "split", "wide", "medium", "program", "deficit"),
          List.of("narrow"),
          List.of("execution"),
          List.of("claim", "arithmetic", "question", "memory"),
          List.of("model", "signature", "hint", "binomial"),
          List.of("circuit"),
          List.of("json"),
          List.of("verdict"),
          List.of("exact", "sample"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void eachPackageSeesLowerFloorsOnly() {
    assertTrue(CLASSES.size() > 30, "classes found: " + CLASSES.size());
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
            .allowEmptyShould(forbidden.length == 0)
            .check(CLASSES);
      }
    }
  }

  @Test
  void everyPackageHasItsFloorAndSaysWhatItIs() {
    Set<String> rooms = new TreeSet<>();
    FLOORS.forEach(rooms::addAll);
    assertEquals(rooms, new TreeSet<>(Sources.lines().keySet()));
    for (String room : rooms) {
      Path folder = Sources.MAIN.resolve(packageName(room).replace('.', '/'));
      String text = Sources.text(folder.resolve("package-info.java"));
      assertTrue(text.contains("Read this") || text.contains("read, in"), room + ": who reads it?");
    }
  }

  private static String packageName(String room) {
    return room.isEmpty() ? ROOT : ROOT + "." + room;
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

  /**
   * What is printed is the same everywhere: Arabic would have its own digits, Turkish its own i.
   */
  @Test
  void noTextDependsOnTheLocaleOfTheReader() {
    Set<String> calls = Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");
    Set<String> owners =
        Set.of(
            "java.lang.String",
            "java.io.PrintStream",
            "java.io.PrintWriter",
            "java.util.Formatter");
    noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "the locale is that of the reader",
                access ->
                    owners.contains(access.getTargetOwner().getName())
                        && calls.contains(access.getTarget().getName())
                        && !takesALocale(access.getTarget())))
        .check(CLASSES);
    noClasses().should().dependOnClassesThat().resideInAPackage("java.text..").check(CLASSES);
  }

  private static boolean takesALocale(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitCallTarget call
        && call.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
  }

  @Test
  void sourcesKeepTheRulesOfTheHouse() {
    List<Path> files = Sources.files();
    assertTrue(files.size() > 30, "files found: " + files.size());
    for (Path file : files) {
      List<String> source = Sources.text(file).lines().toList();
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
  }

  @Test
  void methodsAreShort() {
    List<Sources.Method> methods = Sources.methods();
    assertTrue(methods.size() > 300, "methods found: " + methods.size());
    assertEquals(
        List.of(), methods.stream().filter(m -> m.lines() > 40 || m.parameters() > 5).toList());
  }

  /** Lines of code by package. May only be lowered, but for a new family (spec/decisions.md). */
  private static final Map<String, Integer> LINES =
      Map.ofEntries(
          Map.entry("", 160),
          Map.entry("cli", 1790),
          Map.entry("part", 670),
          Map.entry("foreign", 285),
          Map.entry("opinion", 200),
          Map.entry("rule", 160),
          Map.entry("relabelled", 230),
          Map.entry("rule.exhaustion", 331),
          Map.entry("rule.counting", 1345),
          Map.entry("rule.halfspaces", 2570),
          Map.entry("deficit", 435),
          Map.entry("rule.cells", 597),
          Map.entry("rule.gaps", 1035),
          Map.entry("rule.evaluation", 710),
          Map.entry("program", 2120),
          Map.entry("question", 1225),
          Map.entry("binomial", 165),
          Map.entry("sample", 30),
          Map.entry("arithmetic", 190),
          Map.entry("computed", 570),
          Map.entry("wide", 830),
          Map.entry("medium", 1145),
          Map.entry("narrow", 1065),
          Map.entry("memory", 50),
          Map.entry("margin", 610),
          Map.entry("split", 840),
          Map.entry("execution", 790),
          Map.entry("claim", 405),
          Map.entry("model", 600),
          Map.entry("signature", 495),
          Map.entry("circuit", 200),
          Map.entry("json", 430),
          Map.entry("hint", 115),
          Map.entry("exact", 600),
          Map.entry("verdict", 225));

  /** What every certificate needs, but for its rule and its signature; spec/decisions.md. */
  private static final Set<String> CORE =
      Set.of("", "verdict", "exact", "json", "model", "circuit", "claim", "margin");

  private static final int CORE_LINES = 3210;

  @Test
  void theCoreStaysSmall() {
    int lines = 0;
    for (String room : CORE) {
      lines += Sources.lines().get(room);
    }
    assertTrue(lines <= CORE_LINES, "core: " + lines + " lines, want <= " + CORE_LINES);
  }

  @Test
  void eachPackageKeepsItsBudget() {
    Map<String, Integer> over = new TreeMap<>(Sources.lines());
    over.entrySet().removeIf(room -> room.getValue() <= LINES.get(room.getKey()));
    assertEquals(Map.of(), over, "lines of code, want at most " + LINES);
  }

  /** The evening path names the packages with the budgets above, and their sum. */
  @Test
  void theReadmeSaysHowMuchThereIsToRead() {
    String readme = Sources.text(Path.of("../README.md"));
    String evening = readme.substring(readme.indexOf("## To read in an evening"));
    Map<String, Integer> named = new TreeMap<>();
    Pattern.compile("(?:`([a-z.]+)`|class `Checker`) \\((\\d+)\\)")
        .matcher(evening)
        .results()
        .forEach(
            one ->
                named.put(one.group(1) == null ? "" : one.group(1), Integer.valueOf(one.group(2))));
    Map<String, Integer> want = new TreeMap<>(LINES);
    Set<String> rules = Set.of("rule", "rule.exhaustion");
    want.keySet().removeIf(room -> !CORE.contains(room) && !rules.contains(room));
    assertEquals(want, named, "packages of the evening path in README.md and their lines");
    int sum = want.values().stream().mapToInt(lines -> lines).sum();
    String text = String.format(Locale.ROOT, "at most %,d lines", sum);
    assertTrue(evening.contains(text), "README.md: want \"" + text + "\"");
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
