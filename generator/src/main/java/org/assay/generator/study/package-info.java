// SPDX-License-Identifier: Apache-2.0
/** Many models, or many proofs of one model, measured side by side. */
package org.assay.generator.study;
