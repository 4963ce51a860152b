// SPDX-License-Identifier: Apache-2.0
/** The one list of strategies: a new family is added here, and nowhere else by name. */
package org.assay.generator.catalog;
