// SPDX-License-Identifier: Apache-2.0
/** Programs of the networks that people hold: a configuration and a file with known names. */
package org.assay.generator.network.preset;
