// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.evidence;

import java.time.Instant;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.assay.archive.time.Token;

/**
 * What an evidence record proves of one file.
 *
 * @param tokens of all chains, the oldest first; never empty
 * @param hash that of the newest chain
 * @param chains how many there are: one more than there were hash renewals
 */
public record Proved(List<Token.Dated> tokens, Hash hash, int chains) {
  public Proved {
    tokens = List.copyOf(tokens);
  }

  /** The file existed at this moment. */
  public Instant since() {
    return tokens.get(0).time();
  }

  /** The record proves it up to this moment; it is to be renewed before. */
  public Instant until() {
    return tokens.get(tokens.size() - 1).end();
  }
}
