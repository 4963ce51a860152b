// SPDX-License-Identifier: Apache-2.0
/** Keys, signatures and the policy file. The only room that imports Bouncy Castle. */
package org.assay.generator.signing;
