// SPDX-License-Identifier: Apache-2.0
/** What inference engines answer, beside exact arithmetic. */
package org.assay.generator.engine;
