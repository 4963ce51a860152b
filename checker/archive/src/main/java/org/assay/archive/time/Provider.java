// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle, not installed in the JVM: a path that was good in its time must not depend on what
 * {@code java.security} of the reader's JDK forbids today; ageing is the reader's table.
 */
final class Provider {
  static final java.security.Provider BC = new BouncyCastleProvider();

  private Provider() {}
}
