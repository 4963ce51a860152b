// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import java.math.BigInteger;

/** A statement of either version, as far as having it decided goes. */
public interface Decidable {
  /** The one spelling of the statement. */
  byte[] payload();

  /** By its name. */
  String strategy();

  /** The count that is claimed. */
  BigInteger correct();

  /** Of how many. */
  BigInteger total();

  /** By how much the right output has to win. */
  String margin();

  /** Digest of the model file. */
  String sha256();
}
