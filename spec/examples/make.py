#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the worked examples of this folder.

usage: make.py [--check]

A model, a program that is the same network, a certificate of each strategy that claims exactly what
is proved, and a page for each with the numbers on the way. The counts are those of the checker of
spec/python; a page that works a count out in its own steps stops if it comes to another one.
--check writes nothing; exit code 1 if a file is not as it would be written.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "vectors"), str(HERE)]

import gap_example  # noqa: E402
import counting_example  # noqa: E402
import cell_example  # noqa: E402
import model_example  # noqa: E402
import program_example  # noqa: E402
import rows_example  # noqa: E402
import spaces_example  # noqa: E402


def files():
    """Names and bytes of all that is written."""
    made = {"model.safetensors": model_example.DATA, "model.md": model_example.page()}
    for page in (rows_example.brute_force, rows_example.grouped_counting, counting_example.page,
                 cell_example.cubic, cell_example.cubic_retest, gap_example.page, program_example.page,
                 spaces_example.page):
        name, text, certificate = page()
        made[name + ".md"] = text
        made[name + ".cert.json"] = certificate
    return {name: data.encode() if isinstance(data, str) else data for name, data in made.items()}


def main():
    made, differ = files(), []
    for name, data in made.items():
        file = HERE / name
        if not file.exists() or file.read_bytes() != data:
            differ.append(name)
            if "--check" not in sys.argv:
                file.write_bytes(data)
    known = set(made) | {file.name for file in HERE.glob("*.py")} | {"README.md", "__pycache__"}
    strangers = sorted(file.name for file in HERE.iterdir() if file.name not in known)
    if "--check" in sys.argv:
        for name in differ + strangers:
            print("%s: not as spec/examples/make.py writes it" % name)
        return 1 if differ or strangers else 0
    print("%d files, %d of them new" % (len(made), len(differ)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
