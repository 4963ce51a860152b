// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import java.io.IOException;

/** Where the password of an encrypted key comes from; asked only if a key is encrypted. */
@FunctionalInterface
public interface PasswordSource {
  /**
   * @throws IOException with the reason, if there is no password to be had
   */
  char[] password() throws IOException;
}
