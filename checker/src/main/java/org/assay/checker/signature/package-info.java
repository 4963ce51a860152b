// SPDX-License-Identifier: Apache-2.0
/**
 * Envelopes, public keys, and the policy that says whose signatures are demanded (spec F-05 to
 * F-08).
 *
 * <p>Read this to know who issued a certificate. What it says is decided elsewhere; without a
 * policy this package is not needed.
 */
package org.assay.checker.signature;
