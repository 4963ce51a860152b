// SPDX-License-Identifier: Apache-2.0
/**
 * What executions of a program in binary32 may compute: exact rows, and how far from them what is
 * computed may be.
 *
 * <p>Lemmas: L-95 to L-98; page: spec/profile-binary32-any-engine.md, "Programs". Read this to
 * check the second line of a claim about a program.
 */
package org.assay.checker.computed;
