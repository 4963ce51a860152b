// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of a network: which inputs there are, and which output is right for each
 * (spec/claim-v2.md F-17 to F-19, spec/tasks.md). Nothing here knows a network.
 *
 * <p>A new task is a record that implements {@code Task}, a line in {@code TaskReader} and a row of
 * spec/tasks.md. Read this to know what a claim about a program counts.
 */
package org.assay.checker.question;
