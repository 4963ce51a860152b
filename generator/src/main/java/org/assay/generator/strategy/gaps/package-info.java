// SPDX-License-Identifier: Apache-2.0
/** inputs proved by the distance of their tokens from the maximum (spec L-33 to L-39). */
package org.assay.generator.strategy.gaps;
