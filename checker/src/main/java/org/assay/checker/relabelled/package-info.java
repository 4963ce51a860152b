// SPDX-License-Identifier: Apache-2.0
/**
 * Claims about programs of one head of attention alone, by the rules of version 1 (spec F-23): the
 * program is read as such a network (L-76), its tokens and outputs are renumbered until the task is
 * the maximum (L-77), and a rule counts. The same of programs of one layer, by half-spaces (spec
 * F-24).
 *
 * <p>Read this to trust a certificate of version 2 whose strategy is not {@code exhaustive}.
 */
package org.assay.checker.relabelled;
