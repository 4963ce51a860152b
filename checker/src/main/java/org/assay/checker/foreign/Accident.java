// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.foreign;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What may have happened to a certificate or a policy that is not one line of ASCII any more. */
public final class Accident {
  private Accident() {}

  /** One sentence for people; nothing is decided here. */
  public static Optional<String> of(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.matches("(?s)(\\{|\u00ef\u00bb\u00bf).*")
        ? Optional.ofNullable(sentence(text))
        : Optional.of(
            "a certificate or policy begins with {: this is " + ForeignFile.otherThanJson(file));
  }

  /**
   * A certificate where a policy was wanted, or the other way round: the first field is another.
   */
  public static Optional<String> exchanged(String message) {
    return message.contains("got \"payload\", want version")
        ? Optional.of("this is a certificate")
        : Optional.of("this is a policy")
            .filter(policy -> message.contains("got \"version\", want payload"));
  }

  private static String sentence(String text) {
    if (text.startsWith("\u00ef\u00bb\u00bf")) {
      return "an editor put a byte order mark in front: restore the file";
    }
    if (text.contains("\r\n")) {
      return "line ends were changed to CR LF, as git does with core.autocrlf: restore the file";
    }
    int lineFeed = text.indexOf('\n');
    if (lineFeed >= 0 && lineFeed < text.length() - 1) {
      return "there are line breaks inside, as after indenting: the file has to be one line";
    }
    if (lineFeed < 0 && text.endsWith("}")) {
      return "the line feed at the end is missing: an editor or a copy left it out";
    }
    return lineFeed < 0 ? "the file is cut off: copy it again" : null;
  }
}
