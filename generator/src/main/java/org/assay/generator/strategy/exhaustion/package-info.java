// SPDX-License-Identifier: Apache-2.0
/** every input is decided. */
package org.assay.generator.strategy.exhaustion;
