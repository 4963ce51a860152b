// SPDX-License-Identifier: Apache-2.0
/** A study as a page that a person reads: tables, figures, and what was proved of each model. */
package org.assay.generator.report;
