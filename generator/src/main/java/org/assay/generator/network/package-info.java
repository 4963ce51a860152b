// SPDX-License-Identifier: Apache-2.0
/**
 * Networks as straight-line programs, their inputs and tasks, and how others' files become them.
 */
package org.assay.generator.network;
