// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a password reaches us: from a file or typed, never on the command line. */
final class PasswordOption {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "file whose first line is the password of the private keys (default: none)")
  private Path passwordFile;

  private char[] typed;

  /** The file with the password, or null. */
  Path file() {
    return passwordFile;
  }

  boolean isGiven() {
    return passwordFile != null;
  }

  /** The first line of the file; without a file, what is typed at the console. */
  char[] password() throws IOException {
    if (passwordFile == null) return prompt();
    try (BufferedReader reader = Files.newBufferedReader(passwordFile, UTF_8)) {
      String line = reader.readLine();
      if (line == null || line.isEmpty()) {
        throw new IOException("password file " + passwordFile + ": its first line is empty");
      }
      return line.toCharArray();
    } catch (CharacterCodingException e) {
      throw new IOException("password file " + passwordFile + ": not UTF-8", e);
    }
  }

  private char[] prompt() throws IOException {
    if (typed != null) return typed; // one question for both keys
    Console console = System.console();
    if (console == null) {
      throw new IOException("it is encrypted: give --password-file, there is no console to ask at");
    }
    typed = console.readPassword("Password of the signing keys: ");
    if (typed == null) throw new IOException("it is encrypted, and no password was typed");
    return typed;
  }
}
