// SPDX-License-Identifier: Apache-2.0
/** The value of a program on an input, as doubles with bounds of their errors; and a count. */
package org.assay.generator.network.evaluate;
