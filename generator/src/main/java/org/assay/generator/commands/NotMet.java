// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

/** What was asked for could not be proved; nothing was written. The message says what could. */
final class NotMet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotMet(String message, Throwable cause) {
    super(message, cause);
  }
}
