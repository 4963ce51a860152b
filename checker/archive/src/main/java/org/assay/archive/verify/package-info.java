// SPDX-License-Identifier: Apache-2.0
/**
 * What an archive proves of each certificate: whose signatures, and since when it has been there.
 *
 * <p>Read this to know why an expired, revoked or fallen key may still count, and when it does not.
 */
package org.assay.archive.verify;
