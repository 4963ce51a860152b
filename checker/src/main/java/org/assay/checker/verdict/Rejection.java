// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

import java.util.Locale;

/**
 * The certificate is not a proof, or not ours to judge. The only checked exception of the checker;
 * never used for our own bugs.
 */
public final class Rejection extends Exception {
  private static final long serialVersionUID = 1;

  private final RejectCode code;

  /** Values come from the certificate: control characters are replaced. */
  public Rejection(RejectCode code, String format, Object... args) {
    super(code + ": " + String.format(Locale.ROOT, format, args).replaceAll("\\p{C}", "?"));
    this.code = code;
  }

  public RejectCode code() {
    return code;
  }

  /**
   * @throws Rejection with this code and message unless {@code holds}
   */
  public static void require(boolean holds, RejectCode code, String format, Object... args)
      throws Rejection {
    if (!holds) {
      throw new Rejection(code, format, args);
    }
  }

  /** Untrusted text for a message: quoted and cut at 80 characters. */
  public static String quoted(String text) {
    return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + '"';
  }
}
