// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps certificates for longer than their keys live (spec/archive.md). Decides no mathematics:
 * that is the checker's, which this module calls.
 */
package org.assay.archive;
