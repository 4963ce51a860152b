#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The checker of spec/python as a process that lives long.

usage: server.py [SECONDS]

Of each line of stdin, arguments of assay-check separated by tabs, a line with the exit code, a tab,
and what the command writes to stdout; as class cli.Server among the checker's test sources. What
takes longer than SECONDS (20) is given up, with a line whose verdict is "slow".
"""
import signal
import sys

import run


class Slow(BaseException):
    """It takes too long; nothing between may catch it."""


def stop(*_):
    raise Slow


def main():
    signal.signal(signal.SIGALRM, stop)
    for line in sys.stdin:
        signal.alarm(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
        try:
            code, said = run.inside(line.rstrip("\n").split("\t"))
        except Slow:
            code, said = 70, '{"verdict":"slow","code":null,"message":null}'
        signal.alarm(0)
        print("%d\t%s" % (code, said.strip()), flush=True)


if __name__ == "__main__":
    main()
