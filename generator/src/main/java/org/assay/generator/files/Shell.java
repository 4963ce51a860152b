// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.Path;

/** Commands as a person would type them, to be shown as the next step. */
public final class Shell {
  private Shell() {}

  /**
   * A program of this source tree, seen from the working folder if it is below; its bare name where
   * no source tree is found.
   */
  public static String program(String path) {
    try {
      Path here = Path.of("").toAbsolutePath();
      Path full = Project.home().resolve(path).toAbsolutePath().normalize();
      return quoted((full.startsWith(here) ? here.relativize(full) : full).toString());
    } catch (IOException noTree) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** One word, in quotes where a shell would take it for more or other than that. */
  public static String quoted(Object word) {
    boolean isOption = word instanceof Path && word.toString().startsWith("-");
    String text = isOption ? "./" + word : word.toString(); // else it would be taken for an option
    return text.matches("[A-Za-z0-9_./:=+@%,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
