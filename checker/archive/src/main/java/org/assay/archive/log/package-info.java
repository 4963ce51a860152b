// SPDX-License-Identifier: Apache-2.0
/**
 * The transparency log (spec/log.md): an append-only tree of digests, checkpoints that the log
 * signs, witnesses that say they saw no other, proofs that a certificate is in it.
 *
 * <p>Read this to know what a proof of inclusion says, and why a log cannot show two faces to two
 * readers without one of its witnesses.
 */
package org.assay.archive.log;
