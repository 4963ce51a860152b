// SPDX-License-Identifier: Apache-2.0
/** Runs a network that was exported as ONNX on inference engines, and looks at how they compute. */
package org.assay.engines;
