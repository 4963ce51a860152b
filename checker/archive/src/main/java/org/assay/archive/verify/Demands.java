// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import java.util.Optional;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.receipt.ReceiptPolicy;

/**
 * What a reader demands of each certificate.
 *
 * @param policy whose signatures
 * @param receipts of so many re-checkers; empty if none are demanded
 * @param log that a log has it; empty if that is not demanded
 */
public record Demands(byte[] policy, Optional<ReceiptPolicy> receipts, Optional<LogPolicy> log) {}
