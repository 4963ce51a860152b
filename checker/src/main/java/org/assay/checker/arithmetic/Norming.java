// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import org.assay.checker.exact.Rational;

/** A layer norm where it is centred, else an RMS norm; epsilon stands inside the root. */
public record Norming(boolean centred, Rational epsilon) {}
