// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import java.util.SortedMap;
import org.assay.archive.refusal.Refusal;

/** All files of an archive in one zip file, in the one spelling of B-01. */
public final class KeptZip {
  /** Longest file; unit: bytes. Several copies of it have to fit into the launcher's memory. */
  public static final int MAX_BYTES = 128 << 20;

  /** One more file, and Java writes a zip file of another form. */
  private static final ZipWalk.Limits LIMITS = new ZipWalk.Limits(MAX_BYTES, 65_534);

  private KeptZip() {}

  /**
   * The zip of these files, the same bytes wherever it is made.
   *
   * @throws Refusal MALFORMED_BUNDLE if they are too many, too long, or two of their names are one
   *     where case does not count
   */
  public static byte[] of(SortedMap<String, byte[]> files) throws Refusal {
    return StoredZip.of(files, LIMITS);
  }

  /**
   * The files of a zip, by name.
   *
   * @throws Refusal MALFORMED_BUNDLE
   */
  public static SortedMap<String, byte[]> files(byte[] zip) throws Refusal {
    return ZipWalk.files(zip, LIMITS);
  }
}
