// SPDX-License-Identifier: Apache-2.0
/** Work on other machines: what this program asks of a cluster, whichever runs it. */
package org.assay.generator.fleet;
