// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.RejectCode;
import org.junit.jupiter.api.Test;

/** Spec and vectors cannot drift: each lettered condition has a vector, and each row is true. */
class SpecIndexTest {
  private static final Path SPEC = Path.of("..", "spec");
  private static final Path MAIN = Path.of("src", "main", "java");

  /** A lettered condition: a row of a table, or an item of a list. */
  private static final Pattern LETTER = Pattern.compile("(?m)^(?:\\| |\\* )\\(([a-z])\\)");

  private static final Pattern ROW =
      Pattern.compile("\\| ([FLR]-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| (\\d+) \\| (\\d+) \\|");

  private static final Pattern ANNOTATION = Pattern.compile("(?m)^@Lemma\\(([^)]*)\\)");

  private static final Pattern CLASSES =
      Pattern.compile("(?ms)^Class(?:es)?: (.*?)\\.(?:\\s+Source|$)");

  private static final Pattern COMMENT = Pattern.compile("//[^\n]*|(?s:/\\*.*?\\*/)");

  /** An id with its letters: {@code L-21 (a), (b)}. */
  private static final Pattern CITATION = Pattern.compile("([FLR]-\\d\\d)((?:,? \\([a-z]\\))+)");

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");

  /** A name in code type that is spelled as a class is, with its package or without. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("`(?:[a-z]+\\.)*([A-Z][a-z]\\w*[A-Za-z0-9])(?:[.#][a-zA-Z]+)?`");

  private static final Set<String> NO_CLASSES = Set.of("NaN");

  private final Map<String, String> sections = sections();

  @Test
  void everyConditionHasAVectorThatBreaksIt() {
    Set<String> broken = new TreeSet<>();
    for (Vector vector : Vector.all()) {
      if (!vector.side().equals("accept")) {
        broken.add(vector.section() + " (" + vector.letter() + ")");
      }
    }
    Set<String> untested = conditions();
    assertTrue(untested.size() > 50, untested::toString);
    untested.removeAll(broken);
    assertEquals(Set.of(), untested);
  }

  @Test
  void everyVectorThatNamesALetterBreaksACondition() {
    Set<String> unknown = new TreeSet<>();
    Set<String> known = conditions();
    for (Vector vector : Vector.all()) {
      String cited = vector.section() + " (" + vector.letter() + ")";
      boolean right =
          vector.letter().isEmpty()
              ? sections.containsKey(vector.section())
              : !vector.side().equals("accept") && known.contains(cited);
      if (!right) {
        unknown.add(vector.name());
      }
    }
    assertEquals(Set.of(), unknown);
  }

  /** In a section with letters only those of a conclusion (L-nn, R-nn) cite none. */
  @Test
  void everyRejectVectorOfTheFormatNamesItsLetter() {
    Set<String> lettered =
        conditions().stream().map(one -> one.substring(0, 4)).collect(Collectors.toSet());
    List<String> silent =
        Vector.all().stream()
            .filter(one -> !one.side().equals("accept") && one.section().startsWith("F-"))
            .filter(one -> one.letter().isEmpty() && lettered.contains(one.section()))
            .map(Vector::name)
            .toList();
    assertEquals(List.of(), silent);
  }

  @Test
  void everyLemmaAndEveryRuleHasVectorsOnBothSides() {
    List<String> missing = new ArrayList<>();
    for (String id : sections.keySet()) {
      if (!id.startsWith("F-") && (count(id, true) == 0 || count(id, false) == 0)) {
        missing.add(id);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyCodeIsExpectedByAVector() {
    Set<String> expected = new TreeSet<>();
    for (Vector vector : Vector.all()) {
      expected.add(vector.code().toString());
      expected.add(String.valueOf(vector.json().get("reason")));
    }
    EnumSet<RejectCode> unexpected = EnumSet.allOf(RejectCode.class);
    unexpected.removeIf(code -> expected.contains(code.name()));
    assertEquals(EnumSet.noneOf(RejectCode.class), unexpected);
  }

  @Test
  void theIndexIsTrue() {
    Matcher row = ROW.matcher(text(SPEC.resolve("README.md")));
    Set<String> listed = new TreeSet<>();
    while (row.find()) {
      String id = row.group(1);
      assertTrue(listed.add(id), id + " is listed twice");
      assertTrue(sections.containsKey(id), id + " is not in the spec");
      assertEquals(title(id), row.group(2), id);
      assertEquals(count(id, true), Integer.parseInt(row.group(4)), id + " accept vectors");
      assertEquals(count(id, false), Integer.parseInt(row.group(5)), id + " reject vectors");
      classes(row.group(3)).forEach(name -> assertTrue(exists(name), id + " cites " + name));
    }
    assertEquals(sections.keySet(), listed);
  }

  /** Index row, lemma file and annotation name the same classes. */
  @Test
  void everyLemmaKnowsItsClassesAndTheyKnowIt() {
    Map<String, Set<String>> annotated = annotated();
    Matcher row = ROW.matcher(text(SPEC.resolve("README.md")));
    while (row.find()) {
      String id = row.group(1);
      if (!id.startsWith("F-")) {
        Set<String> listed = classes(row.group(3)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(annotated.remove(id), listed, id + ": annotations, then the index");
        if (id.startsWith("L-")) {
          assertEquals(places(listed), named(id), id + ": classes by package, then the lemma file");
        }
      }
    }
    assertEquals(Map.of(), annotated, "annotations that are in no row");
  }

  /** The simple names of the classes that an annotation gives to an id. */
  private static Map<String, Set<String>> annotated() {
    Map<String, Set<String>> classes = new TreeMap<>();
    for (Path file : Sources.files()) {
      Matcher annotation = ANNOTATION.matcher(Sources.text(file));
      if (annotation.find()) {
        String name = file.getFileName().toString().replace(".java", "");
        classesOrIds(annotation.group(1), "\"([^\"]+)\"")
            .forEach(id -> classes.computeIfAbsent(id, none -> new TreeSet<>()).add(name));
      }
    }
    return classes;
  }

  private static Stream<String> classesOrIds(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
  }

  /** As a lemma file names them: the package below the root, and the class. */
  private static Set<String> places(Set<String> names) {
    Path root = MAIN.resolve("org/assay/checker");
    return Sources.files().stream()
        .filter(file -> file.startsWith(root))
        .map(file -> root.relativize(file).toString().replace(".java", "").replace('/', '.'))
        .filter(place -> names.contains(place.substring(place.lastIndexOf('.') + 1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> named(String id) {
    Matcher line = CLASSES.matcher(sections.get(id));
    assertTrue(line.find(), id + " has no line of its classes");
    return classes(line.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  /** A reader of the code finds each condition where it is enforced or where it holds. */
  @Test
  void everyConditionIsCitedWhereItHolds() {
    Set<String> uncited = conditions();
    for (Path file : Sources.files()) {
      for (String comment :
          COMMENT.matcher(Sources.text(file)).results().map(MatchResult::group).toList()) {
        Matcher citation = CITATION.matcher(comment);
        while (citation.find()) {
          classesOrIds(citation.group(2), "\\(([a-z])\\)")
              .forEach(letter -> uncited.remove(citation.group(1) + " (" + letter + ")"));
        }
      }
    }
    assertEquals(Set.of(), uncited);
  }

  /** The spec names classes of the generator, too, which is absent where the checker is alone. */
  @Test
  void everyClassThatTheSpecNamesExists() {
    assumeTrue(Files.isDirectory(Path.of("../generator")), "the generator is not here");
    Set<String> known = new TreeSet<>(NO_CLASSES);
    for (Path file : javaFiles(Path.of(".."))) {
      TYPE.matcher(Sources.text(file)).results().forEach(found -> known.add(found.group(1)));
    }
    Map<String, String> unknown = new TreeMap<>();
    for (Path file : markdown()) {
      CLASS_NAME
          .matcher(text(file))
          .results()
          .map(found -> found.group(1))
          .filter(name -> !known.contains(name))
          .forEach(name -> unknown.put(name, file.toString()));
    }
    assertEquals(Map.of(), unknown);
  }

  @Test
  void theTrustedBaseCoversEveryRuleAndLemma() {
    String text = text(SPEC.resolve("trusted-base.md"));
    Set<String> covered = new TreeSet<>();
    Matcher id = Pattern.compile("([LR])-(\\d\\d)(?: to [LR]-(\\d\\d))?").matcher(text);
    while (id.find()) {
      int from = Integer.parseInt(id.group(2));
      int to = id.group(3) == null ? from : Integer.parseInt(id.group(3));
      IntStream.rangeClosed(from, to)
          .forEach(n -> covered.add(String.format(Locale.ROOT, "%s-%02d", id.group(1), n)));
    }
    Set<String> missing = new TreeSet<>(sections.keySet());
    missing.removeIf(one -> one.startsWith("F-") || covered.contains(one));
    assertEquals(Set.of(), missing);
  }

  /** A family of rules is a package and a file; the calculus lists both. */
  @Test
  void everyFamilyHasItsFile() {
    Set<String> families = new TreeSet<>();
    for (String room : Sources.lines().keySet()) {
      if (room.startsWith("rule.")) {
        families.add(room.substring("rule.".length()));
      }
    }
    Set<String> written = new TreeSet<>();
    files(SPEC.resolve("rules")).forEach(file -> written.add(file.getFileName().toString()));
    assertEquals(
        families.stream().map(family -> family + ".md").collect(Collectors.toSet()), written);
    String calculus = text(SPEC.resolve("calculus.md"));
    for (String id : sections.keySet()) {
      assertTrue(!id.startsWith("R-") || calculus.contains("[" + id + "](rules/"), id);
    }
  }

  /** Tables and what has no blank to break at may be longer. */
  @Test
  void proseKeepsToAHundredColumns() {
    List<Path> files = new ArrayList<>(markdown());
    files.addAll(below(Path.of(".."), "README.md"));
    assertTrue(files.size() > 50, files::toString);
    Map<String, Integer> tooLong = new TreeMap<>();
    for (Path file : files) {
      long lines =
          text(file)
              .lines()
              .filter(line -> line.length() > 100 && !line.startsWith("|"))
              .filter(line -> line.strip().substring(0, 90).contains(" "))
              .count();
      if (lines > 0) {
        tooLong.put(file.toString(), (int) lines);
      }
    }
    assertEquals(Map.of(), tooLong, "lines of more than 100 characters");
  }

  /** Every condition of the spec, for example {@code F-05 (c)}. */
  private Set<String> conditions() {
    Set<String> conditions = new TreeSet<>();
    sections.forEach(
        (id, text) ->
            LETTER
                .matcher(text)
                .results()
                .forEach(found -> conditions.add(id + " (" + found.group(1) + ")")));
    return conditions;
  }

  private static long count(String id, boolean accept) {
    return Vector.all().stream()
        .filter(one -> one.section().equals(id) && one.side().equals("accept") == accept)
        .count();
  }

  private String title(String id) {
    return sections.get(id).lines().findFirst().orElseThrow().strip();
  }

  /** The sections of the format and of the calculus, and the lemmas, by id; title first. */
  private static Map<String, String> sections() {
    Map<String, String> sections = new TreeMap<>();
    List<Path> rules = files(SPEC.resolve("rules"));
    Stream<Path> formats = Stream.of(SPEC.resolve("certificate.md"), SPEC.resolve("claim-v2.md"));
    for (Path file : Stream.concat(formats, rules.stream()).toList()) {
      for (String part : text(file).split("(?m)^## ")) {
        if (part.matches("(?s)[FR]-\\d\\d .*")) {
          sections.put(part.substring(0, 4), part.substring(5));
        }
      }
    }
    for (Path lemma : files(SPEC.resolve("lemmas"))) {
      String id = lemma.getFileName().toString().replace(".md", "");
      String text = text(lemma);
      assertTrue(text.startsWith("# " + id + " "), lemma::toString);
      sections.put(id, text.substring(7));
    }
    assertFalse(sections.isEmpty());
    return sections;
  }

  private static Stream<String> classes(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(found -> found.group(1));
  }

  private static boolean exists(String name) {
    return Sources.files().stream().anyMatch(file -> file.endsWith(name + ".java"));
  }

  private static List<Path> javaFiles(Path folder) {
    return below(folder, ".java");
  }

  /** The prose of the spec; that of the formal proofs names modules of another language. */
  private static List<Path> markdown() {
    return below(SPEC, ".md").stream()
        .filter(file -> !file.startsWith(SPEC.resolve("formal")))
        .toList();
  }

  private static List<Path> below(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending) && !file.toString().contains("target"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
