// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence records (RFC 4998): chains of time stamps, each renewed before it could be forged.
 *
 * <p>Read this to trust a date whose first signature has long been worthless.
 */
package org.assay.archive.evidence;
