// SPDX-License-Identifier: Apache-2.0
/** From a model to the bytes of a certificate: search, have the checker decide, sign. */
package org.assay.generator.issue;
