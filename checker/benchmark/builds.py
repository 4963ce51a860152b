# SPDX-License-Identifier: Apache-2.0
"""Older builds of this project, and the time of programs: for the benchmarks that compare."""
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIRST = "8cf9c34"  # before the checker was split into packages


def unpack(commit, folder):
    """The tree of a commit."""
    tree = subprocess.run(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", folder], input=tree.stdout, check=True)


def timed(command, java=None, **options):
    """What a program said and how it ended, its seconds by the clock and, with its children, of the processor.

    It is started with the JDK in the folder `java`, or the one that its launcher finds.
    """
    place = dict(os.environ, **({"JAVA_HOME": java} if java else {}))
    before, start = os.times(), time.monotonic()
    ran = subprocess.run([str(word) for word in command], env=place, stdout=subprocess.PIPE,
                         text=True, check=False, **options)
    wall, after = time.monotonic() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return ran, wall, cpu
