// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.util.List;
import java.util.Set;

/** Who can have seen a checkpoint: a witness, or a group of them (C2SP tlog-policy). */
public sealed interface Voter {
  /** Whether it counts as having seen what these keys cosigned. */
  boolean hasSeen(Set<NoteKey> cosigners);

  /** One key. */
  record Witness(NoteKey key) implements Voter {
    @Override
    public boolean hasSeen(Set<NoteKey> cosigners) {
      return cosigners.contains(key);
    }
  }

  /** At least so many of these. */
  record Group(int threshold, List<Voter> members) implements Voter {
    @Override
    public boolean hasSeen(Set<NoteKey> cosigners) {
      return members.stream().filter(one -> one.hasSeen(cosigners)).count() >= threshold;
    }
  }
}
