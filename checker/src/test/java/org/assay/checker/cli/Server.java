// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The command line as a process that lives long, for {@code spec/vectors/theorems.py}: of each line
 * of stdin, arguments separated by tabs, a line with the exit code, a tab, and what the command
 * writes to stdout. Its one line of JSON has neither.
 */
final class Server {
  private Server() {}

  public static void main(String[] none) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
      int exit = Main.run(line.split("\t"), out, silent);
      System.out.println(exit + "\t" + said.toString(StandardCharsets.UTF_8).strip());
    }
  }
}
