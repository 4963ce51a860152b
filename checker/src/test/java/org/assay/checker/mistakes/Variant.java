// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.mistakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The checker and its tests once more, some classes replaced. */
final class Variant extends ClassLoader {
  private static final String OURS = "org.assay.checker.";
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final Map<String, byte[]> replaced;

  private Variant(Map<String, byte[]> replaced) {
    super(Variant.class.getClassLoader());
    this.replaced = replaced;
  }

  /** Nothing replaced. */
  static Variant unchanged() {
    return new Variant(Map.of());
  }

  /** A class, and what is nested in it, from another source. */
  static Variant of(String type, String source) {
    Map<String, ByteArrayOutputStream> made = new HashMap<>();
    StringWriter said = new StringWriter();
    JavaFileManager standard = COMPILER.getStandardFileManager(null, null, null);
    JavaFileManager manager = new InMemory(standard, made);
    List<String> options = List.of("-proc:none", "-nowarn", "-cp", classPath());
    if (!COMPILER
        .getTask(said, manager, null, options, null, List.of(new Source(type, source)))
        .call()) {
      throw new IllegalStateException("does not compile: " + said);
    }
    Map<String, byte[]> classes = new HashMap<>();
    made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return new Variant(classes);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) return super.loadClass(name, resolve);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) return loaded;
      byte[] bytes = replaced.containsKey(name) ? replaced.get(name) : bytes(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) throw new ClassNotFoundException(name);
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** What is compiled goes to a map. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> made;

    InMemory(JavaFileManager standard, Map<String, ByteArrayOutputStream> made) {
      super(standard);
      this.made = made;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location place, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          made.put(name, bytes);
          return bytes;
        }
      };
    }
  }
}
