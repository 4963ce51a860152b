// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code assay-archive}.
 *
 * <p>Read this to know what is printed; nothing is decided here.
 */
package org.assay.archive.cli;
