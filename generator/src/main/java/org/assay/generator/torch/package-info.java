// SPDX-License-Identifier: Apache-2.0
/** Import of PyTorch files: a pickle reader with an allow-list, which executes nothing. */
package org.assay.generator.torch;
