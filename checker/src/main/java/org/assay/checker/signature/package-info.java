// SPDX-License-Identifier: Apache-2.0
/**
 * Envelopes, public keys, and the policy that says whose signatures are demanded (spec F-05 to
 * F-08). {@code Policy} refuses more than 256 signers and more than eight keys of one, {@code
 * SignedBytes} demands the signatures; the limit of a policy's bytes (F-01 h) is the command
 * line's.
 *
 * <p>Read this to know who issued a certificate. What it says is decided elsewhere; without a
 * policy only {@code Envelope} and {@code SignedBytes.unsigned} are used.
 */
package org.assay.checker.signature;
