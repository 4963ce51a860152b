// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The source files of the generator, parsed. */
final class Sources {
  static final Path MAIN = Path.of("src", "main", "java", "org", "assay", "generator");

  private Sources() {}

  /** A method or constructor as it is written; record components are no parameters. */
  record Method(String place, long lines, int parameters) {}

  static List<Path> files() throws IOException {
    try (Stream<Path> below = Files.walk(MAIN)) {
      return below.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  static List<Method> methods() throws IOException {
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
      LineMap map = file.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(file, tree));
      long last = map.getLineNumber(positions.getEndPosition(file, tree));
      found.add(new Method(type + tree.getName(), last - first + 1, tree.getParameters().size()));
      return super.visitMethod(tree, type);
    }
  }
}
