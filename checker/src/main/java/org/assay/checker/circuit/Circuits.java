// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.circuit;

/** Placeholder until lemma L-01 lands. */
public record Circuits(Weights weights) {}
