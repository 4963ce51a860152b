// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The scripts of a page: D3 as its jar has it, and modules of ours. A page that needs no other file
 * cannot import modules, so they are bundled: each becomes a function that is called once and gives
 * back what it exports.
 */
final class Scripts {
  /** In the order in which they need each other. */
  static final List<String> MODULES =
      List.of(
          "format",
          "ticks",
          "palette",
          "staircase",
          "download",
          "chart",
          "scatter",
          "frontier",
          "heatmap",
          "lines",
          "table",
          "study",
          "models",
          "inside",
          "main");

  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/";
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (\\{[^}]*\\}) from \"\\./([a-z]+)\\.js\";$");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (?=(?:const|function|class) (\\w+))");
  private static final Pattern LICENCE = Pattern.compile("(?m)^// SPDX-License-Identifier: .*\\n");

  private Scripts() {}

  /** D3, below the licence that every copy must carry. */
  static String d3() {
    String licence = text(D3 + "LICENSE").replace("*/", "* /");
    return "/*\n" + licence + "*/\n" + text(D3 + "dist/d3.min.js");
  }

  static String ours() {
    return ours(MODULES);
  }

  /** Some modules of ours as one; each after those that it imports. */
  static String ours(List<String> modules) {
    return modules.stream()
        .map(Scripts::bundled)
        .collect(Collectors.joining("\n", "// SPDX-License-Identifier: Apache-2.0\n", ""));
  }

  private static String bundled(String name) {
    String source = LICENCE.matcher(text("modules/" + name + ".js")).replaceAll("");
    String exports =
        EXPORT
            .matcher(source)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining(", "));
    String body = IMPORT.matcher(source).replaceAll("const $1 = module_$2;");
    body = EXPORT.matcher(body).replaceAll("");
    return String.format(
        Locale.ROOT, "const module_%s = (() => {\n%sreturn { %s };\n})();\n", name, body, exports);
  }

  /** How a Content-Security-Policy names a script that it allows. */
  static String hash(String script) {
    if (script.contains("</script") || script.contains("<!--")) {
      throw new IllegalArgumentException("a script that HTML would end early");
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A resource of the report, its lines ended by line feeds as HTML counts them. */
  static String text(String resource) {
    try (InputStream in = Scripts.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("no resource " + resource);
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
