#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes every unsigned vector. Run it again and nothing changes: `git diff` must be empty.

    make.py             writes models/, accept/, reject/, decline/ and COUNT

Vectors with a policy are signed with published test keys; SignedVectors.java, among the checker's test
sources, writes them. They are left alone here.
"""
import make_json
import make_lemmas
import make_models
import put


def main():
    """Everything, in one order."""
    put.clear()
    make_models.shared_models()
    make_json.make()
    make_models.make()
    make_lemmas.make()
    print("%d vectors" % put.counted())


if __name__ == "__main__":
    main()
