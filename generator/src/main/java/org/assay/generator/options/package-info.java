// SPDX-License-Identifier: Apache-2.0
/** Options that several commands share, each written once. */
package org.assay.generator.options;
