// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** There is one way to write a file: package {@code files}, which forces it and loses nothing. */
class WritingCallsTest {
  private static final String FILES = "org.assay.generator.files";

  /** Methods that make, write or rename a file; folders and their removal are not meant. */
  private static final Map<Class<?>, Set<String>> WRITING =
      Map.of(
          Files.class,
          Set.of(
              "write",
              "writeString",
              "newOutputStream",
              "newBufferedWriter",
              "newByteChannel",
              "copy",
              "move",
              "createFile",
              "createLink",
              "createSymbolicLink"),
          FileChannel.class,
          Set.of("open"),
          AsynchronousFileChannel.class,
          Set.of("open"),
          File.class,
          Set.of("renameTo", "createNewFile"));

  /** Those that a path or a name makes write to a file. */
  private static final List<Class<?>> WRITERS =
      List.of(
          FileOutputStream.class,
          FileWriter.class,
          RandomAccessFile.class,
          PrintStream.class,
          PrintWriter.class,
          java.util.Formatter.class);

  private static boolean writes(JavaAccess<?> call) {
    JavaClass owner = call.getTargetOwner();
    String name = call.getName();
    if (!name.equals("<init>")) {
      return WRITING.entrySet().stream()
          .anyMatch(one -> owner.isEquivalentTo(one.getKey()) && one.getValue().contains(name));
    }
    if (WRITERS.stream().noneMatch(owner::isEquivalentTo)) return false;
    return call.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream()
            .limit(1)
            .anyMatch(type -> type.isEquivalentTo(File.class) || type.isEquivalentTo(String.class));
  }

  /** Calls outside of package {@code files}, but for methods that make a temporary folder. */
  private static Set<String> calls(JavaClasses classes) {
    Set<String> calls = new TreeSet<>();
    for (JavaClass type : classes) {
      if (type.getPackageName().equals(FILES)) continue;
      for (JavaAccess<?> call : type.getAccessesFromSelf()) {
        if (!writes(call) || makesItsFolder(call.getOrigin())) continue;
        String from = type.getSimpleName() + "." + call.getOrigin().getName();
        calls.add(from + ": " + call.getTargetOwner().getSimpleName() + "." + call.getName());
      }
    }
    return calls;
  }

  private static boolean makesItsFolder(JavaCodeUnit method) {
    return method.getCallsFromSelf().stream()
        .anyMatch(
            call ->
                call.getName().equals("createTempDirectory")
                    || call.getName().equals("<init>")
                        && call.getTargetOwner().getName().equals(FILES + ".TemporaryFolder"));
  }

  @Test
  void onlyPackageFilesWrites() {
    JavaClasses ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.assay.generator");
    assertTrue(ours.contain(FILES + ".Transaction"), "classes found: " + ours.size());
    assertEquals(Set.of(), calls(ours));
  }

  /** Breaks the rule in every way but the last two. */
  static final class Breaks {
    void writes(Path path) throws IOException {
      Files.writeString(path, "");
      Files.move(path, path);
      FileChannel.open(path).close();
      new FileWriter("x", UTF_8).close();
      new PrintStream(new File("x"), UTF_8).close();
    }

    private static Path link(Path path) {
      try {
        return Files.createLink(path, path);
      } catch (IOException e) {
        return path;
      }
    }

    PrintStream isTheScreen() {
      return new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    }

    Path isTemporary() throws IOException {
      return Files.writeString(Files.createTempDirectory("x").resolve("y"), "");
    }
  }

  @Test
  void theRuleSeesEachKind() {
    assertEquals(
        Set.of(
            "Breaks.link: Files.createLink",
            "Breaks.writes: FileChannel.open",
            "Breaks.writes: FileWriter.<init>",
            "Breaks.writes: Files.move",
            "Breaks.writes: Files.writeString",
            "Breaks.writes: PrintStream.<init>"),
        calls(new ClassFileImporter().importClasses(Breaks.class)));
  }
}
