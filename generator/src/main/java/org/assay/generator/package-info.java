// SPDX-License-Identifier: Apache-2.0
/** The program {@code assay}: searches proofs, has the checker decide, signs. Read issue first. */
package org.assay.generator;
