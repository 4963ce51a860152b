// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.mistakes;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Looks for what notices a mistake: vectors of its lemma, then tests of its package; for who writes
 * one more into the list. {@code Search [LEMMA...]}: those of these lemmas, or all whose last line
 * is {@code ?}.
 */
final class Search {
  private static final int SECONDS = 60;

  private Search() {}

  public static void main(String[] lemmas) throws Exception {
    List<String> wanted = List.of(lemmas);
    for (Mistake one : Mistake.all()) {
      boolean isAsked = wanted.isEmpty() ? one.noticed().equals("?") : wanted.contains(one.lemma());
      if (isAsked) System.out.println(one + "\n    " + found(one));
    }
    System.exit(0); // what goes on for ever ends with it
  }

  private static String found(Mistake one) throws Exception {
    Variant variant = Variant.of(one.type(), one.source());
    for (String probe : probes(one)) {
      String failure = within(() -> Probe.failure(variant, probe));
      if (!failure.isEmpty()) {
        String first = failure.lines().findFirst().orElse("");
        return probe + "\n      " + first.substring(0, Math.min(150, first.length()));
      }
    }
    return "none";
  }

  private static List<String> probes(Mistake one) throws Exception {
    List<String> probes = new ArrayList<>();
    Vector.all().stream()
        .filter(vector -> vector.section().equals(one.lemma()))
        .forEach(vector -> probes.add(vector.name()));
    String folder = one.file().substring(0, one.file().lastIndexOf('/'));
    Path tests = Path.of("src/test/java/org/assay/checker").resolve(folder);
    try (Stream<Path> files = Files.list(tests)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        String type = folder.replace('/', '.') + "." + name;
        for (Method method : Class.forName("org.assay.checker." + type).getDeclaredMethods()) {
          if (method.isAnnotationPresent(Test.class)) probes.add(type + "#" + method.getName());
          if (!method.isAnnotationPresent(ParameterizedTest.class)) continue;
          for (String word : List.of("GELU", "GELU_TANH", "SILU")) {
            probes.add(type + "#" + method.getName() + "(" + word + ")");
          }
        }
      }
    }
    return probes;
  }

  private static String within(Callable<String> run) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor(Search::daemon);
    Future<String> result = thread.submit(run);
    try {
      return result.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      return String.format(Locale.ROOT, "not within %d s", SECONDS);
    } catch (ExecutionException broken) {
      return broken.getCause().toString();
    } finally {
      thread.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }
}
