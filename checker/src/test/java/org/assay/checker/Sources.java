// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The source files of the checker, parsed. */
final class Sources {
  static final Path MAIN = Path.of("src", "main", "java");

  private Sources() {}

  /** A method or constructor as it is written; record components are no parameters. */
  record Method(String place, long lines, int parameters) {}

  static List<Path> files() {
    try (Stream<Path> below = Files.walk(MAIN)) {
      return below.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Lines of code by package, its name below the root; what describes a package is not counted. */
  static Map<String, Integer> lines() {
    Map<String, Integer> lines = new TreeMap<>();
    Path root = MAIN.resolve("org/assay/checker");
    for (Path file : files()) {
      if (file.startsWith(root) && !file.endsWith("package-info.java")) {
        String room = root.relativize(file.getParent()).toString().replace('/', '.');
        lines.merge(room, text(file).split("\n").length, Integer::sum);
      }
    }
    return lines;
  }

  static List<Method> methods() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<Method> methods = new ArrayList<>();
      for (CompilationUnitTree file : task.parse()) {
        file.accept(new Finder(file, positions, methods), "");
      }
      return methods;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static final class Finder extends TreeScanner<Void, String> {
    private final CompilationUnitTree file;
    private final SourcePositions positions;
    private final List<Method> found;

    Finder(CompilationUnitTree file, SourcePositions positions, List<Method> found) {
      this.file = file;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree tree, String outer) {
      return super.visitClass(tree, outer + tree.getSimpleName() + ".");
    }

    @Override
    public Void visitMethod(MethodTree tree, String type) {
      long lines = line(positions.getEndPosition(file, tree)) - line(start(tree)) + 1;
      // those of a compact constructor are the components, and stand before it
      long parameters =
          tree.getParameters().stream().filter(one -> start(one) >= start(tree)).count();
      found.add(new Method(type + tree.getName(), lines, (int) parameters));
      return super.visitMethod(tree, type);
    }

    private long start(Tree tree) {
      return positions.getStartPosition(file, tree);
    }

    private long line(long position) {
      return file.getLineMap().getLineNumber(position);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
