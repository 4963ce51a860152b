// SPDX-License-Identifier: Apache-2.0
/** The published folder of models, certificates, keys and policy. */
package org.assay.generator.archive;
