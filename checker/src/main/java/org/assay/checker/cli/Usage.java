// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

/** The text of {@code --help}. */
final class Usage {
  static final String TEXT =
      """
      Usage: assay-check [OPTION...] (--policy FILE | --unsigned) CERT...
             assay-check --show-policy FILE

      Re-derives the claim of each certificate from the weights of its model, exactly.

        CERT           a certificate; - reads it from stdin; a directory stands for every *.cert.json
                       below it, in path order (links to directories are not followed)
        --policy FILE  whose signatures you demand: your own file. One that came with CERT only
                       tells who issued it
        --unsigned     do not verify signatures; the verdict says "unsigned"
        --model FILE   the model file (default: the file with the right SHA-256 among the
                       *.safetensors in CERT's folder, in models/ in it, and in models/ beside it)
        --models DIR   look for the model here as well

        --second-opinion  also have the checker of spec/python (Python 3.9 or newer) decide it;
                       if it does not say the same, that is an internal error, 70
        --second-opinion=PROGRAM  also have PROGRAM decide it, as PROGRAM CERT FILE, with --unsigned
                       and --model FILE; its exit code counts. spec/formal has such a program

      What is printed, one line per certificate (reasons go to stderr):
        --long         the whole claim in a sentence instead of its accuracy
        --json         one JSON object per certificate
        -q, --quiet    no line for what is accepted, no progress; no summary if all is accepted

      How several certificates are checked:
        --fail-fast    stop at the first that is not accepted
        --jobs N       N side by side, as far as memory allows (default 1: each uses all cores);
                       the lines come in the same order

      One certificate over many inputs, by brute-force or exhaustive, on several machines:
        --range FROM..TO  decide only its units FROM to TO-1 (query tokens, or inputs) and print the
                       part, one JSON object; its units are in each part, also in that of 0..0
        --parts FILE   do not decide it again: add up its parts, a line each, which must be all of
                       it. The verdict says so: it is as good as who made the parts

        --show-policy FILE  print the signers of a policy, their algorithms and the SHA-256
                            fingerprints of their keys, and what it requires; check nothing
        --                  what follows are certificates, also if they begin with a dash
        -h, --help          this text (alone)
        --version           the version (alone)

      A value may also follow "=": --policy=FILE.

      Exit: 0 accepted, 1 rejected, 2 declined, 64 usage, 66 a file is missing or unreadable,
      70 internal error, interrupted, or stdout cannot be written. With several certificates the
      worst decides: 0 < 2 < 1 < 66 < 70; the last line on stderr counts them, also after Ctrl-C.

      Example: assay-check --policy certificates/policy.json certificates/
      """;

  private Usage() {}
}
