// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our modules one by one, in a real browser: an expression and what it is worth as JSON. */
class ModulesTest {
  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open(folder.resolve("profile"));
    String ours =
        Scripts.ours(Scripts.MODULES.subList(0, Scripts.MODULES.size() - 1)); // main needs a page
    String html =
        String.format(
            Locale.ROOT,
            "<!DOCTYPE html><meta charset=\"utf-8\"><script>%s</script><script>%s</script>",
            Scripts.d3(),
            ours);
    browser.show(Files.writeString(folder.resolve("modules.html"), html));
  }

  @AfterAll
  static void close() {
    if (browser != null) browser.close();
  }

  static Stream<Arguments> expressions() {
    return Scripts.text("modules.txt")
        .lines()
        .map(line -> line.split("; (?=[^;]*$)"))
        .map(parts -> Arguments.of(parts[0], parts[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expressions")
  void expressionsAreWorthWhatTheyShould(String expression, String worth) {
    assertEquals(worth, browser.text("return JSON.stringify(" + expression + ")"));
  }
}
