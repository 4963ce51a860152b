// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import picocli.CommandLine.Command;

/** {@code assay-archive bundle}: one proof in one file. */
@Command(
    name = "bundle",
    subcommands = {BundleMakeCommand.class, BundleVerifyCommand.class},
    description = "Puts all that verifies one proof into one file, and verifies such a file.",
    footer = {"", "What is in it, and what is refused: spec/bundle.md"})
final class BundleCommand {}
