#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what every theorem in `theorems`, and every instance, assumes with what is allowed.

Run by `build` in its target folder, after Coq has compiled everything.
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ALLOWED = {
    "ClassicalDedekindReals.sig_forall_dec": "Coq's real numbers",
    "ClassicalDedekindReals.sig_not_dec": "Coq's real numbers",
    "FunctionalExtensionality.functional_extensionality_dep": "Coq's real numbers",
}


INSTANCES = ["Instances", "Instances_executed", "Instances_scores", "Executed"]


def theorems():
    """(lemma, theorem) of every line, then those that show that the theorems speak of something."""
    listed = [line.split() for line in (HERE / "theorems").read_text().splitlines()]
    for file in INSTANCES:
        stated = re.findall(r"^ *(?:Theorem|Corollary) (\w+)", (HERE / f"{file}.v").read_text(), flags=re.M)
        listed += [["instance", f"{file}.{name}"] for name in stated]
    return listed


def assumptions(names):
    """What Coq prints of each theorem: the names of its axioms."""
    files = sorted({name.split(".")[0] for name in names})
    source = [f"From Assay Require {' '.join(files)}."]
    for name in names:
        source.append(f'Goal True. idtac "== {name}". Abort. Print Assumptions Assay.{name}.')
    pathlib.Path("Assumptions.v").write_text("\n".join(source) + "\n")
    command = ["coqc", "-Q", ".", "Assay", "Assumptions.v"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    parts = re.split(r"^== (\S+)$", printed, flags=re.M)[1:]
    return {name: set(re.findall(r"^([A-Za-z_][\w.']*)\s*:", text, flags=re.M)) - {"Axioms"}
            for name, text in zip(parts[::2], parts[1::2])}


def main():
    listed = theorems()
    found = assumptions(sorted({name for _, name in listed}))
    faults = [f"{name}: not printed" for _, name in listed if name not in found]
    for lemma, name in listed:
        used = found.get(name, set())
        print(f"{lemma} {name}: {', '.join(sorted(used)) or 'no axiom'}")
        faults += [f"{name}: got axiom {axiom}, want one of {sorted(ALLOWED)}"
                   for axiom in sorted(used - set(ALLOWED))]
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
