// SPDX-License-Identifier: Apache-2.0
/** Programs as ONNX graphs, so that other engines run them. */
package org.assay.generator.network.onnx;
