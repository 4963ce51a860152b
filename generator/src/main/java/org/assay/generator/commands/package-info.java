// SPDX-License-Identifier: Apache-2.0
/** What a person types: one class per subcommand of {@code assay}. */
package org.assay.generator.commands;
