// SPDX-License-Identifier: Apache-2.0
/**
 * The command line {@code assay-check}: arguments, where model files are found, and how verdicts
 * are printed (spec F-13).
 *
 * <p>Read this to know what the exit codes and the JSON lines say. It proves nothing.
 */
package org.assay.checker.cli;
