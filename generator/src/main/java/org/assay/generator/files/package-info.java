// SPDX-License-Identifier: Apache-2.0
/** Where this program's files are, and how new ones are written. */
package org.assay.generator.files;
