// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rooms of the generator and the arrows between them. */
class ArchitectureTest {
  private static final String ROOT = "org.assay.generator";

  /**
   * From the roof to the ground: packages below the root. A package depends on lower floors only,
   * so nothing points up and no family of strategies sees another.
   */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of(""),
          List.of("commands"),
          List.of("study"),
          List.of("report", "options"),
          List.of("engine"),
          List.of("issue", "archive"),
          List.of("catalog"),
          List.of("strategy.halfspaces"),
          List.of("strategy.exhaustion", "strategy.counting", "strategy.cells", "strategy.gaps"),
          List.of("strategy.margin", "strategy.split"),
          List.of("strategy"),
          List.of("network.preset", "network.evaluate", "network.onnx"),
          List.of("network", "torch"),
          List.of("interval", "model", "certificate", "signing"),
          List.of("files"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void eachPackageSeesLowerFloorsOnly() {
    assertTrue(CLASSES.size() > 100, "classes found: " + CLASSES.size());
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
  void everyPackageHasItsFloorAndSaysWhatItIs() throws IOException {
    Set<String> rooms = new TreeSet<>();
    FLOORS.forEach(rooms::addAll);
    Set<String> found = new TreeSet<>();
    for (Path file : Sources.files()) {
      found.add(Sources.MAIN.relativize(file.getParent()).toString().replace('/', '.'));
    }
    assertEquals(rooms, found);
    for (String room : rooms) {
      Path folder = Sources.MAIN.resolve(room.replace('.', '/'));
      assertTrue(Files.exists(folder.resolve("package-info.java")), room + ": what is it?");
    }
  }

  private static String packageName(String room) {
    return room.isEmpty() ? ROOT : ROOT + "." + room;
  }

  @Test
  void eachLibraryHasItsRooms() {
    assertOnlyIn("interval", "org.apfloat..");
    assertOnlyIn("signing", "org.bouncycastle..");
    assertOnlyIn("strategy.split", "org.ejml..");
    assertOnlyIn("commands|options|study", "picocli..");
    assertOnlyIn("network.evaluate", "org.apache.commons..");
    assertOnlyIn("network.onnx", "ai.onnx..");
    assertOnlyIn("network.onnx", "com.google.protobuf..");
  }

  private static void assertOnlyIn(String rooms, String library) {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".(" + rooms + ")")).and(not(resideInAPackage(ROOT))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  /** The functions of Apfloat are near, but on neither side: only what is exact may be called. */
  @Test
  void onlyExactFunctionsOfApfloatAreCalled() {
    Set<String> called = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      type.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().getName().equals("org.apfloat.ApfloatMath"))
          .forEach(call -> called.add(call.getName()));
    }
    assertEquals(Set.of("scale"), called);
  }

  @Test
  void theCheckerIsAnotherProgram() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.assay.checker..", "org.assay.training..", "org.assay.engines.."))
        .check(CLASSES);
  }

  @Test
  void methodsAreShort() throws IOException {
    List<Sources.Method> methods = Sources.methods();
    assertTrue(methods.size() > 500, "methods found: " + methods.size());
    assertEquals(
        List.of(), methods.stream().filter(m -> m.lines() > 40 || m.parameters() > 5).toList());
  }
}
