// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.mistakes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.cli.Main;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;

/** A vector or a test, run in the variant of the checker that has loaded this class. */
public final class Probe {
  private Probe() {}

  /** What a variant gives that should not be; nothing where all is right. */
  static String failure(Variant variant, String probe) {
    try {
      Method run = variant.loadClass(Probe.class.getName()).getMethod("run", String.class);
      return (String) run.invoke(null, probe);
    } catch (ReflectiveOperationException defect) {
      throw new IllegalStateException(probe, defect);
    }
  }

  /** Called in the variant. */
  public static String run(String probe) throws ReflectiveOperationException {
    int cut = probe.indexOf('#');
    return cut < 0 ? vector(probe) : test(probe.substring(0, cut), probe.substring(cut + 1));
  }

  private static String vector(String name) {
    try {
      List<String> failures = Run.failures(Vector.of(name), Main::run);
      return String.join("\n", failures);
    } catch (RuntimeException thrown) { // a mistake may break anything
      return thrown.toString();
    }
  }

  private static String test(String type, String name) throws ReflectiveOperationException {
    Class<?> tests = Class.forName("org.assay.checker." + type);
    var constructor = tests.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object instance = constructor.newInstance();
    String[] parts = name.split("[()]");
    boolean isPlain = parts.length == 1;
    Method method =
        isPlain
            ? tests.getDeclaredMethod(name)
            : tests.getDeclaredMethod(parts[0], Activation.class);
    method.setAccessible(true);
    try {
      method.invoke(
          instance, isPlain ? new Object[0] : new Object[] {Activation.valueOf(parts[1])});
      return "";
    } catch (InvocationTargetException failed) {
      return failed.getCause().toString();
    }
  }
}
