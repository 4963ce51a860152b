// SPDX-License-Identifier: Apache-2.0
/** Outward-rounded intervals and exact matrices. The only room that imports Apfloat. */
package org.assay.generator.interval;
