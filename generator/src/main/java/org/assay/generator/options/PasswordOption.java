// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assay.generator.files.Input;
import picocli.CommandLine.Option;

/** How a password reaches us: from a file or typed, never on the command line. */
public final class PasswordOption {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "file whose first line is the password of the private keys (default: ask for it on a"
              + " terminal)")
  private Path passwordFile;

  private final Terminal terminal;
  private char[] typed;
  private boolean isUsed;

  public PasswordOption(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The file with the password, or null. */
  public Path file() {
    return passwordFile;
  }

  public boolean isGiven() {
    return passwordFile != null;
  }

  /** Whether a password was given that nothing asked for. */
  public boolean isUnused() {
    return isGiven() && !isUsed;
  }

  /** The first line of the file; without a file, what is typed at the terminal. */
  public char[] password() throws IOException {
    isUsed = true;
    if (typed == null) typed = passwordFile == null ? prompt() : firstLine();
    return typed; // one question for both keys, and a pipe can be read once
  }

  /** To be called before anything else is done with the file. */
  public void requireFile() throws IOException {
    if (isGiven()) Input.requireReadable("password file", passwordFile);
  }

  private char[] firstLine() throws IOException {
    requireFile();
    String name = "password file " + passwordFile;
    try (BufferedReader reader = Files.newBufferedReader(passwordFile, UTF_8)) {
      String line = reader.readLine();
      if (line == null || line.isEmpty()) throw new IOException(name + ": its first line is empty");
      return line.toCharArray();
    } catch (CharacterCodingException e) {
      throw new IOException(name + ": not UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new IOException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(name + ": access denied", e);
    }
  }

  private char[] prompt() throws IOException {
    if (!terminal.isThere()) {
      throw new IOException(
          "it is encrypted: give --password-file, there is no terminal to ask at");
    }
    return terminal
        .ask("Password of the signing keys: ")
        .orElseThrow(() -> new IOException("it is encrypted, and no password was typed"));
  }

  /** Whether a new password can be had: from the file, or from somebody who is there. */
  public boolean canBeNew() {
    return isGiven() || terminal.isThere();
  }

  /** A password for new keys, typed twice. */
  public char[] newPassword() throws IOException {
    if (isGiven()) return password();
    char[] first = asked("Password for the private keys: ");
    if (first.length == 0) {
      throw new IOException("no password was typed; --no-password leaves the keys in the clear");
    }
    if (!Arrays.equals(first, asked("The same once more: "))) {
      throw new IOException("the two passwords differ; no keys were made");
    }
    return first;
  }

  private char[] asked(String question) {
    return terminal.ask(question).orElse(new char[0]);
  }
}
