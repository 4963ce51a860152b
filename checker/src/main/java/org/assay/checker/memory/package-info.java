// SPDX-License-Identifier: Apache-2.0
/**
 * Values that are computed once for several threads, as far as there is room.
 *
 * <p>Read this to see what is kept, and that keeping it changes no value.
 */
package org.assay.checker.memory;
