#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes every unsigned vector. Run it again and nothing changes: `git diff` must be empty.

    make.py             writes models/, headers.json, accept/, reject/, decline/, COUNT and the index in ../README.md
    make.py --count     only counts: COUNT and the index

Vectors with a policy are signed with published test keys; SignedVectorsTest, among the checker's test
sources, writes them, and make_signatures.py four that no library signs. They are left alone here.
"""
import sys

import make_circuits
import make_computed
import make_counting
import make_cubic
import make_draws
import make_execution
import make_headers
import make_json
import make_lemmas
import make_models
import make_noticed
import make_potential
import make_profile
import make_programs
import make_spaces
import make_split
import make_subcubic
import make_weights
import put


def main():
    """Everything, in one order."""
    if sys.argv[1:] != ["--count"]:
        put.clear()
        make_models.shared_models()
        make_json.make()
        make_models.make()
        make_headers.make()
        make_lemmas.make()
        make_counting.make()
        make_cubic.make()
        make_subcubic.make()
        make_split.make()
        make_potential.make()
        make_execution.make()
        make_weights.make()
        make_profile.make()
        make_programs.make()
        make_circuits.make()
        make_spaces.make()
        make_computed.make()
        make_draws.make()
        make_noticed.make()
    print("%d vectors" % put.counted())


if __name__ == "__main__":
    main()
