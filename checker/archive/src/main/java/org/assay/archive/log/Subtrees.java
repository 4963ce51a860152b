// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.io.IOException;
import org.assay.archive.refusal.Refusal;

/** Where the hashes of a tree come from. */
interface Subtrees {
  /**
   * The hash of the 2^level entries from {@code index * 2^level} on, all of which the tree has.
   *
   * @throws IOException if it cannot be read
   * @throws Refusal if what is read is no such hash
   */
  NodeHash at(int level, long index) throws IOException, Refusal;
}
