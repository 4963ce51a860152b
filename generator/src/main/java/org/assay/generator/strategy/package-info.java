// SPDX-License-Identifier: Apache-2.0
/** One class per proof strategy: interval evaluation of the bound it certifies. */
package org.assay.generator.strategy;
