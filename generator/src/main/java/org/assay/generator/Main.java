// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

/** Placeholder. */
public final class Main {
  private Main() {}
}
