// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.refusal;

import java.util.Locale;

/** Something in an archive breaks a condition of the spec. The only checked verdict there is. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final Code code;

  /** The message is formatted; untrusted text in it is {@link #quoted}. */
  public Refusal(Code code, String format, Object... args) {
    super(String.format(Locale.ROOT, format, args));
    this.code = code;
  }

  public Code code() {
    return code;
  }

  /**
   * @throws Refusal with this code unless the condition holds
   */
  public static void require(boolean holds, Code code, String format, Object... args)
      throws Refusal {
    if (!holds) {
      throw new Refusal(code, format, args);
    }
  }

  /** Untrusted text for a message: quoted, cut at 80 characters, control characters as '?'. */
  public static String quoted(String text) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return '"' + shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + '"';
  }
}
