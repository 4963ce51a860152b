// SPDX-License-Identifier: Apache-2.0
/** Import of weights: strict safetensors, every value exact. */
package org.assay.generator.model;
