// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import org.assay.checker.exact.Rational;

/**
 * Which outputs compete: those numbered {@code from} to {@code to}, both included; {@code right} is
 * one of them and must exceed the others by more than the margin.
 */
public record Contest(int from, int to, int right, Rational margin) {}
